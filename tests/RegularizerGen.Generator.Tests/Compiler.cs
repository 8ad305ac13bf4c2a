using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegularizerGen.Generator.Tests;

/// <summary>Compiles snippets with the runtime, the generator and the analyzer.</summary>
internal static class Compiler
{
    public const string Usings = "using RegularizerGen;\nusing static RegularizerGen.CellMath;\n";

    /// <summary>Documentation comments are checked, too: users may have warnings as errors and GenerateDocumentationFile.</summary>
    public static CSharpParseOptions Parse { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p =>
                !Path.GetFileName(p).StartsWith("RegularizerGen.Generator", StringComparison.Ordinal)
                && !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            )
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    // All compilations come from this one: what is known of the references is found once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Snippet",
        syntaxTrees: null,
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            checkOverflow: true
        ).WithSpecificDiagnosticOptions([
            KeyValuePair.Create("CS1591", ReportDiagnostic.Suppress),
            KeyValuePair.Create("CS1701", ReportDiagnostic.Suppress),
        ])
    );

    public static CSharpCompilation Create(params string[] sources) => Create(Parse, NullableContextOptions.Enable, sources);

    public static CSharpCompilation Create(CSharpParseOptions parse, NullableContextOptions nullable, params string[] sources)
    {
        CSharpCompilation empty =
            nullable == Empty.Options.NullableContextOptions
                ? Empty
                : Empty.WithOptions(Empty.Options.WithNullableContextOptions(nullable));
        return empty.AddSyntaxTrees(sources.Select((s, k) => CSharpSyntaxTree.ParseText(s, parse, $"File{k}.cs")));
    }

    /// <summary>Runs the generator; the driver must not report anything of its own.</summary>
    public static (Compilation Output, GeneratorDriverRunResult Result) Generate(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new CellGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(
                compilation,
                out Compilation output,
                out System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics
            );
        Assert.Empty(diagnostics);
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        return (output, result);
    }

    /// <summary>The generated text of the only cell.</summary>
    public static string GenerateText(string source) => Generate(Create(Usings + source)).Result.GeneratedTrees.Single().ToString();

    /// <summary>The generated files, without those that are types and signatures of a cell with mistakes.</summary>
    public static SyntaxTree[] Derived(GeneratorDriverRunResult result) =>
        [.. result.GeneratedTrees.Where(t => !t.ToString().Contains("has mistakes", StringComparison.Ordinal))];

    /// <summary>Asserts that source and generated code compile without any warning.</summary>
    public static void AssertCompiles(CSharpCompilation compilation, int files)
    {
        (Compilation output, GeneratorDriverRunResult result) = Generate(compilation);
        Assert.Equal(files, result.GeneratedTrees.Length);
        Diagnostic[] problems = [.. output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(5)));
    }

    /// <summary>What the analyzer reports.</summary>
    public static Diagnostic[] Analyze(string source) => Analyze(Create(source));

    public static Diagnostic[] Analyze(CSharpCompilation compilation) =>
        [
            .. compilation
                .WithAnalyzers([new CellAnalyzer()])
                .GetAnalyzerDiagnosticsAsync()
                .GetAwaiter()
                .GetResult()
                .OrderBy(d => d.Location.SourceSpan.Start),
        ];
}
