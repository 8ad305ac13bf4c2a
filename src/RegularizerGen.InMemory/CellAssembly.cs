using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Generator;

namespace RegularizerGen.InMemory;

/// <summary>Cells compiled in memory with the runtime, the analyzer and the generator.</summary>
/// <param name="Compilation">The sources as written, without what was generated.</param>
/// <param name="Cells">The cells, in the order of the sources.</param>
public sealed record CellAssembly(Compilation Compilation, IReadOnlyList<LoadedCell> Cells)
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    /// <summary>Compiles; diagnostics go to the given writer. Null where there are errors. With a cache folder, code that compiled without
    /// a word before is taken from there, for the same sources, generator and runtime.</summary>
    /// <exception cref="IOException">The cache cannot be read or written.</exception>
    public static CellAssembly? Compile(IReadOnlyList<SourceText> sources, TextWriter errors, string? cache = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(errors);
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        Compilation compilation = CSharpCompilation.Create(
            "Cells",
            [
                .. sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, options, s.Path)),
                CSharpSyntaxTree.ParseText(ImplicitUsings, options),
            ],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        string? kept = cache is null ? null : Path.Combine(cache, $"cells-{Key(sources)}.dll");
        if (kept is not null && File.Exists(kept))
        {
            return Load(File.ReadAllBytes(kept), compilation);
        }

        CSharpGeneratorDriver
            .Create([new CellGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> driverDiagnostics);
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

        return Load(image.ToArray(), compilation);
    }

    private static CellAssembly Load(byte[] image, Compilation compilation)
    {
        var assembly = Assembly.Load(image);
        return new CellAssembly(compilation, [.. Symbols(compilation).Select(s => Cell(s, assembly, compilation))]);
    }

    private static LoadedCell Cell(INamedTypeSymbol symbol, Assembly assembly, Compilation compilation)
    {
        Type type = assembly.GetType(MetadataName(symbol), throwOnError: true)!;
        return new LoadedCell(symbol, type, (CellDescription)type.GetProperty("Description")!.GetValue(null)!) { Sources = compilation };
    }

    private static string Key(IReadOnlyList<SourceText> sources)
    {
        string modules = string.Concat(
            new[] { typeof(CellGenerator), typeof(CellDescription), typeof(CellAssembly) }.Select(t => t.Module.ModuleVersionId)
        );
        string all = modules + string.Join('\0', sources.Select(s => s.Text));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..32];
    }

    private static IEnumerable<INamedTypeSymbol> Symbols(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel semantics = compilation.GetSemanticModel(tree);
            foreach (ClassDeclarationSyntax node in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            {
                if (
                    semantics.GetDeclaredSymbol(node) is INamedTypeSymbol type
                    && type.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(RecurrentCellAttribute))
                    && type.DeclaringSyntaxReferences[0].GetSyntax() == node
                )
                {
                    yield return type;
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
