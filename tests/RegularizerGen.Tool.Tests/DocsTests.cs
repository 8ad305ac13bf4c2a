using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace RegularizerGen.Tool.Tests;

/// <summary>The commands of docs/tool.md print what the page says. Searches have more time than on the page: other tests run beside
/// this one.</summary>
public sealed partial class DocsTests : IDisposable
{
    private const string Prefix = "dotnet run --project src/RegularizerGen.Tool -c Release -- ";
    private const string ModelFile = "docs/tool/stack.onnx";

    /// <summary>The folder of the repository.</summary>
    public static readonly string Root = Path.GetFullPath(
        Path.Combine(
            typeof(DocsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectDirectory").Value!,
            "..",
            ".."
        )
    );

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Model_IsThatOfTheTests() => Assert.Equal(Networks.Stacked(0.3).Bytes, File.ReadAllBytes(Path.Combine(Root, ModelFile)));

    [Fact]
    public void Commands_PrintWhatThePageSays()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "tool.md"));
        Match[] commands = [.. Command().Matches(page).Cast<Match>()];
        Assert.Equal(9, commands.Length);
        foreach (Match match in commands)
        {
            string[] line = match.Groups["line"].Value.Split(" || ");
            string given = line[0][Prefix.Length..].Replace("--budget 2", "--budget 10", StringComparison.Ordinal);
            string[] arguments = [.. given.Split(' ').Select(InPlace)];
            (int code, string output, _) = Runs.Tool(arguments);
            Assert.Equal(line.Length == 1 ? 0 : line[1][^3] - '0', code); // "[ $? -eq 2 ]"
            Same(match.Groups["output"].Value.Split('\n'), output.TrimEnd('\n').Split('\n'));
        }
    }

    /// <summary>Files of the repository where they are, those that commands write elsewhere.</summary>
    private string InPlace(string argument) =>
        argument.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Root, argument)
        : argument.EndsWith(".jsonl", StringComparison.Ordinal) ? Path.Combine(folder, argument)
        : argument;

    /// <summary>The same but for spaces, and for numbers that differ by a fifth.</summary>
    private static void Same(string[] expected, string[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((string first, string second) in expected.Zip(actual))
        {
            string[] words = Words(first);
            string[] others = Words(second);
            Assert.Equal(words.Length, others.Length);
            Assert.All(words.Zip(others), pair => Assert.True(IsClose(pair.First, pair.Second), $"'{first}' is now '{second}'"));
        }
    }

    private static string[] Words(string line) =>
        line.StartsWith("| -", StringComparison.Ordinal)
            ? ["rule"]
            : line.Split([' ', ',', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static bool IsClose(string first, string second) =>
        double.TryParse(first, CultureInfo.InvariantCulture, out double a)
        && double.TryParse(second, CultureInfo.InvariantCulture, out double b)
            ? Math.Abs(a - b) <= 0.2 * Math.Abs(a)
            : first == second;

    [GeneratedRegex("```sh\n(?<line>[^\n]*)\n```\n\n(?<fence>````?)text\n(?<output>.*?)\n\\k<fence>\n", RegexOptions.Singleline)]
    private static partial Regex Command();
}
