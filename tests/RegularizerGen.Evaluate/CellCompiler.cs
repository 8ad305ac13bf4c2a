using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Generator;

namespace RegularizerGen.Evaluate;

/// <summary>A compiled cell: what was read of it, and a way to run it.</summary>
public sealed record CompiledCell(string Name, Derivation.CellModel Model, CellDescription Runner)
{
    /// <summary>Width of all inputs together at the given sizes.</summary>
    public int InputWidth(int[] sizes) => Model.Inputs.Sum(i => Width(i.Dimension, sizes));

    /// <summary>Width of the output at the given sizes.</summary>
    public int OutputWidth(int[] sizes) => Width(Model.Nodes[Model.Output].Dimension, sizes);

    private int Width(int dimension, int[] sizes) => Model.PartsOf(dimension).Sum(p => sizes[p]);
}

/// <summary>Compiles a file of cells in memory with the runtime, the analyzer and the generator.</summary>
public static class CellCompiler
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    /// <summary>Compiles; diagnostics go to the given writer. Null where there are errors.</summary>
    public static IReadOnlyList<CompiledCell>? Compile(string path, TextWriter errors) => Compile([path], errors);

    /// <summary>Compiles; with a cache folder, code that compiled without a word before is taken from there, for the same sources,
    /// generator and runtime.</summary>
    public static IReadOnlyList<CompiledCell>? Compile(IEnumerable<string> paths, TextWriter errors, string? cache = null)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        string[] sources = [.. paths.Select(File.ReadAllText)];
        Compilation compilation = CSharpCompilation.Create(
            "Cells",
            [
                .. paths.Zip(sources, (path, source) => CSharpSyntaxTree.ParseText(source, options, path)),
                CSharpSyntaxTree.ParseText(ImplicitUsings, options),
            ],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        (string Name, CellSource Source)[] cells = [.. Cells(compilation)];
        string? kept = cache is null ? null : Path.Combine(cache, $"cells-{Key(sources)}.dll");
        if (kept is not null && File.Exists(kept))
        {
            return Load(File.ReadAllBytes(kept), cells);
        }

        CSharpGeneratorDriver
            .Create([new CellGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(
                compilation,
                out Compilation generated,
                out System.Collections.Immutable.ImmutableArray<Diagnostic> driverDiagnostics
            );
        Diagnostic[] own = [.. compilation.WithAnalyzers([new CellAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()];

        using var image = new MemoryStream();
        Diagnostic[] problems =
        [
            .. own.Concat(driverDiagnostics)
                .Concat(generated.Emit(image).Diagnostics)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed),
        ];
        foreach (Diagnostic problem in problems)
        {
            errors.WriteLine(problem.ToString());
        }

        if (problems.Any(p => p.Severity == DiagnosticSeverity.Error))
        {
            return null;
        }

        if (kept is not null && problems.Length == 0)
        {
            // Moved there whole: another process may be reading.
            Directory.CreateDirectory(cache!);
            string written = Path.Combine(cache!, Path.GetRandomFileName());
            File.WriteAllBytes(written, image.ToArray());
            File.Move(written, kept, overwrite: true);
        }

        return Load(image.ToArray(), cells);
    }

    private static IReadOnlyList<CompiledCell> Load(byte[] image, (string Name, CellSource Source)[] cells)
    {
        Assembly assembly = Assembly.Load(image);
        return [.. cells.Select(c => new CompiledCell(c.Source.Name, c.Source.Model, Description(assembly, c.Name)))];
    }

    private static string Key(string[] sources)
    {
        string modules = string.Concat(
            new[] { typeof(CellGenerator), typeof(CellDescription), typeof(CellCompiler) }.Select(t => t.Module.ModuleVersionId)
        );
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(modules + string.Join('\0', sources))))[..32];
    }

    private static CellDescription Description(Assembly assembly, string name) =>
        (CellDescription)assembly.GetType(name, throwOnError: true)!.GetProperty("Description")!.GetValue(null)!;

    private static IEnumerable<(string Name, CellSource Source)> Cells(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            foreach (
                SyntaxNode node in tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>()
            )
            {
                if (
                    semantics.GetDeclaredSymbol(node) is INamedTypeSymbol type
                    && type.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(RecurrentCellAttribute))
                    && type.DeclaringSyntaxReferences[0].GetSyntax() == node
                    && CellReader.Read(type, compilation, default).Source is { } source
                )
                {
                    yield return (MetadataName(type), source);
                }
            }
        }
    }

    private static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? MetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName
        : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("RegularizerGen.Generator", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
}
