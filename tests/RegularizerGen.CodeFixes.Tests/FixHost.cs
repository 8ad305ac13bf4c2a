using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Generator;

namespace RegularizerGen.CodeFixes.Tests;

/// <summary>A project of one file in a workspace, as an editor has it: the analyzer's diagnostics, and the fixes offered for
/// them.</summary>
internal sealed class FixHost : IDisposable
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "RegularizerGen.dll" || p.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private readonly AdhocWorkspace workspace = new();
    private Document document;

    public FixHost(string source)
    {
        Project project = workspace
            .AddProject("Snippet", LanguageNames.CSharp)
            .WithMetadataReferences(References)
            .WithCompilationOptions(
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            )
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp12));
        document = project.AddDocument("File.cs", source);
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>The file as it is now.</summary>
    public async Task<string> TextAsync(CancellationToken cancellation) => (await document.GetTextAsync(cancellation)).ToString();

    /// <summary>What the analyzer reports, in order of place.</summary>
    public async Task<Diagnostic[]> DiagnosticsAsync(CancellationToken cancellation)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new CellAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation);
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>Errors of the compiler, with the generated code where there is a cell.</summary>
    public async Task<Diagnostic[]> ErrorsAsync(CancellationToken cancellation)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        CSharpGeneratorDriver
            .Create([new CellGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)document.Project.ParseOptions!)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, cancellation);
        return [.. output.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>Titles of the fixes that are offered for a diagnostic.</summary>
    public async Task<string[]> TitlesAsync(Diagnostic diagnostic, CancellationToken cancellation) =>
        [.. (await OfferedAsync(diagnostic, cancellation)).Select(a => a.Title)];

    /// <summary>Applies the only fix of a diagnostic.</summary>
    public async Task ApplyAsync(Diagnostic diagnostic, CancellationToken cancellation) =>
        await ChangeAsync(Assert.Single(await OfferedAsync(diagnostic, cancellation)), cancellation);

    /// <summary>Applies the fix of a diagnostic to all of its kind in the file.</summary>
    public async Task ApplyAllAsync(Diagnostic diagnostic, CancellationToken cancellation)
    {
        var fixes = new CellFixes();
        CodeAction one = Assert.Single(await OfferedAsync(diagnostic, cancellation));
        var all = new FixAllContext(
            document,
            fixes,
            FixAllScope.Document,
            one.EquivalenceKey,
            [diagnostic.Id],
            new Found([.. await DiagnosticsAsync(cancellation)]),
            cancellation
        );
        await ChangeAsync((await fixes.GetFixAllProvider().GetFixAsync(all))!, cancellation);
    }

    private async Task<List<CodeAction>> OfferedAsync(Diagnostic diagnostic, CancellationToken cancellation)
    {
        var offered = new List<CodeAction>();
        await new CellFixes().RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), cancellation)
        );
        return offered;
    }

    private async Task ChangeAsync(CodeAction action, CancellationToken cancellation)
    {
        ApplyChangesOperation change = (await action.GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().Single();
        document = change.ChangedSolution.GetDocument(document.Id)!;
    }

    private sealed class Found(Diagnostic[] all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(all.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(all.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
