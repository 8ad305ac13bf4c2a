using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Generator;

namespace RegularizerGen.Evaluate;

/// <summary>A compiled cell: what was read of it, and a way to run it.</summary>
public sealed record CompiledCell(string Name, Derivation.CellModel Model, CellDescription Runner);

/// <summary>Compiles a file of cells in memory with the runtime, the analyzer and the generator.</summary>
public static class CellCompiler
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    /// <summary>Compiles; diagnostics go to the given writer. Null where there are errors.</summary>
    public static IReadOnlyList<CompiledCell>? Compile(string path, TextWriter errors) => Compile([path], errors);

    /// <inheritdoc cref="Compile(string, TextWriter)"/>
    public static IReadOnlyList<CompiledCell>? Compile(IEnumerable<string> paths, TextWriter errors)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        Compilation compilation = CSharpCompilation.Create(
            "Cells",
            [.. paths.Select(p => CSharpSyntaxTree.ParseText(File.ReadAllText(p), options, p)), CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        (string Name, CellSource Source)[] cells = [.. Cells(compilation)];

        CSharpGeneratorDriver.Create([new CellGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out System.Collections.Immutable.ImmutableArray<Diagnostic> driverDiagnostics);
        Diagnostic[] own = [.. compilation.WithAnalyzers([new CellAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()];

        using var image = new MemoryStream();
        Diagnostic[] problems = [.. own.Concat(driverDiagnostics).Concat(generated.Emit(image).Diagnostics).Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)];
        foreach (Diagnostic problem in problems)
        {
            errors.WriteLine(problem.ToString());
        }

        if (problems.Any(p => p.Severity == DiagnosticSeverity.Error))
        {
            return null;
        }

        Assembly assembly = Assembly.Load(image.ToArray());
        return [.. cells.Select(c => new CompiledCell(c.Source.Name, c.Source.Model, Description(assembly, c.Name)))];
    }

    private static CellDescription Description(Assembly assembly, string name) =>
        (CellDescription)assembly.GetType(name, throwOnError: true)!.GetProperty("Description")!.GetValue(null)!;

    private static IEnumerable<(string Name, CellSource Source)> Cells(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>())
            {
                if (semantics.GetDeclaredSymbol(node) is INamedTypeSymbol type
                    && type.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(RecurrentCellAttribute))
                    && type.DeclaringSyntaxReferences[0].GetSyntax() == node
                    && CellReader.Read(type, compilation, default).Source is { } source)
                {
                    yield return (MetadataName(type), source);
                }
            }
        }
    }

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer ? MetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName
        : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("RegularizerGen.Generator", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
}
