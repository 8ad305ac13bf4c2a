using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace RegularizerGen.Mutations;

/// <summary>A copy of the repository's tracked files, with mutations, where tests are built and run.</summary>
/// <param name="root">The repository.</param>
/// <param name="folder">Where the copy is.</param>
internal sealed class Copy(string root, string folder)
{
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(20);

    // Analyzers have no say in code behind a switch.
    private static readonly string[] Build =
    [
        "-c",
        "Release",
        "-v",
        "q",
        "--nologo",
        "-p:RunAnalyzers=false",
        "-p:TreatWarningsAsErrors=false",
        "-p:UseSharedCompilation=false",
    ];

    /// <summary>Brings the copy up to date: what has not changed keeps its time, so that only the rest is built again; sources that are
    /// gone are deleted.</summary>
    public void Update(IReadOnlyList<Mutation> table)
    {
        Outcome tracked = Command.Run("git", ["ls-files"], root, TimeSpan.FromMinutes(1));
        Dictionary<string, string> mutated = MutatedSources.Of(root, table).ToDictionary(f => f.File, f => f.Text);
        HashSet<string> files =
        [
            .. tracked.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(root, f))),
        ];
        foreach (string file in Sources().Where(f => !files.Contains(f)))
        {
            File.Delete(Path.Combine(folder, file));
        }

        foreach (string file in files.Where(f => !mutated.ContainsKey(f)))
        {
            Write(file, File.ReadAllBytes(Path.Combine(root, file)));
        }

        foreach ((string file, string text) in mutated)
        {
            Write(file, System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Builds a test project.</summary>
    /// <exception cref="InvalidOperationException">It does not build; the message has the errors.</exception>
    public void BuildTests(string project)
    {
        Outcome outcome = Command.Run("dotnet", ["build", $"tests/{project}", .. Build], folder, LongestBuild);
        if (outcome.ExitCode != 0)
        {
            string[] errors = [.. outcome.Text.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct().Take(8)];
            throw new InvalidOperationException($"{project} does not build:\n{string.Join("\n", errors)}");
        }
    }

    /// <summary>Runs some tests with a mutation switched on, or with none.</summary>
    public Outcome Test(TestSelection tests, Mutation? mutation, TimeSpan limit)
    {
        string program = Path.Combine(folder, "tests", tests.Project, "bin", "Release", "net10.0", tests.Project);
        string compiled = Path.Combine(Path.GetDirectoryName(program)!, "compiled");
        string[] classes = [.. tests.Classes.SelectMany(c => new[] { "-class", c })];
        string[] options = ["-noColor", "-noLogo", "-stopOnFail", "-maxthreads", "1"];
        bool compilesAnew = mutation?.IsInGenerator != false;
        Forget(compiled, compilesAnew);
        Outcome outcome = Command.Run(program, [.. classes, .. options], folder, limit, mutation?.Number ?? 0);
        Forget(compiled, compilesAnew);
        return outcome;
    }

    /// <summary>Tests keep the cells that they compiled, for others: not where the generator is another one.</summary>
    private static void Forget(string compiled, bool wanted)
    {
        if (wanted && Directory.Exists(compiled))
        {
            Directory.Delete(compiled, recursive: true);
        }
    }

    /// <summary>C# files of the copy, but those that builds make.</summary>
    private string[] Sources() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                    .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
                    .Where(f => !f.Split('/').Any(part => part is "bin" or "obj")),
            ]
            : [];

    private void Write(string file, byte[] content)
    {
        string path = Path.Combine(folder, file);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(Path.Combine(root, file) is var from && File.Exists(from) ? from : path));
        }
    }
}
