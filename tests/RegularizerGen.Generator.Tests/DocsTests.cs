using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>The C# blocks of README and docs are compiled, page by page in order, and run.</summary>
public sealed class DocsTests
{
    internal static readonly string Root = Path.GetFullPath(
        Path.Combine(
            typeof(DocsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectDirectory").Value!,
            "..",
            ".."
        )
    );

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Append(Path.Combine(Root, "README.md"))
                .Where(p => Blocks(p).Any())
                .Select(p => Path.GetRelativePath(Root, p))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Docs_CompileAndRun(string page)
    {
        string[] blocks = [.. Blocks(Path.Combine(Root, page))];
        IEnumerable<string> lines = blocks.SelectMany(b => b.Split('\n'));
        string usings = string.Join("\n", lines.Where(IsUsing).Distinct());
        string types = string.Join("\n", blocks.Where(IsType).Select(Body));
        string statements = string.Join("\n", blocks.Where(b => !IsType(b)).Select(Body));
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = Compiler.Create(
            $"{usings}\n{types}\npublic static class Page\n{{\n    public static void Run()\n    {{\n{statements}\n    }}\n}}"
        );
        (Compilation output, _) = Compiler.Generate(compilation);
        using var image = new MemoryStream();
        Diagnostic[] problems = [.. output.Emit(image).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(5)));

        TextWriter kept = Console.Out;
        try
        {
            Console.SetOut(TextWriter.Null);
            Assembly.Load(image.ToArray()).GetType("Page")!.GetMethod("Run")!.Invoke(null, null);
        }
        finally
        {
            Console.SetOut(kept);
        }
    }

    [Fact]
    public void Readme_HasExactlyTwoSetUpCommands()
    {
        string text = File.ReadAllText(Path.Combine(Root, "README.md"));
        string[] commands = [.. text.Split("```sh\n").Skip(1).SelectMany(b => b.Split("```")[0].Trim().Split('\n'))];
        Assert.Equal(["dotnet run --project samples/QuadrupleTank -c Release", "dotnet test -c Release"], commands);
    }

    [Fact]
    public void Diagnostics_EachHaveASection()
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs", "diagnostics.md"));
        Assert.All(new CellAnalyzer().SupportedDiagnostics, d => Assert.Contains($"\n## {d.Id}\n", text, StringComparison.Ordinal));
    }

    /// <summary>A heading "## RG0001" has the anchor "#rg0001".</summary>
    [Fact]
    public void HelpLinks_LeadToSectionsOfOnePage() =>
        Assert.All(
            new CellAnalyzer().SupportedDiagnostics,
            d =>
            {
                string[] link = d.HelpLinkUri.Split('#');
                Assert.EndsWith("docs/diagnostics.md", link[0], StringComparison.Ordinal);
                Assert.Contains(
                    File.ReadLines(Path.Combine(Root, "docs", "diagnostics.md")),
                    line => string.Equals(line, "## " + link[1], StringComparison.OrdinalIgnoreCase)
                );
            }
        );

    [Theory]
    [InlineData(null, "docs/diagnostics.md")]
    [InlineData("", "docs/diagnostics.md")]
    [InlineData("https://example.org/a/b", "https://example.org/a/b/blob/main/docs/diagnostics.md")]
    [InlineData("https://example.org/a/b.git/", "https://example.org/a/b/blob/main/docs/diagnostics.md")]
    public void HelpLinks_StartAtTheRepositoryThatTheBuildNames(string? repository, string page) =>
        Assert.Equal(page, HelpLinks.In(repository));

    private static IEnumerable<string> Blocks(string path) =>
        File.ReadAllText(path)
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Split("```csharp\n")
            .Skip(1)
            .Select(b => b.Split("\n```")[0]);

    private static bool IsType(string block) => block.Contains("[RecurrentCell]", StringComparison.Ordinal);

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';');

    private static string Body(string block) => string.Join("\n", block.Split('\n').Where(l => !IsUsing(l)));
}
