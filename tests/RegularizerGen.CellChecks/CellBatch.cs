using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.Evaluate;
using RegularizerGen.Generator;

namespace RegularizerGen.CellChecks;

/// <summary>Compiles many sources at once, each in a namespace of its own. A source on which generator or analyzer throw, or that takes
/// longer than <see cref="Limit"/>, is found by halving.</summary>
public static class CellBatch
{
    private const string Usings = "using System;\nusing RegularizerGen;\nusing static RegularizerGen.CellMath;\n";

    private static readonly string[] Runtime = ["RegularizerGen.dll", "mscorlib.dll", "netstandard.dll", "Microsoft.CSharp.dll"];

    // All compilations come from this one: what is known of the references is found once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Batch",
        syntaxTrees: null,
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
    );

    /// <summary>The compiler that hosts the generator.</summary>
    public static string Host { get; } =
        "Roslyn " + typeof(CSharpCompilation).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;

    /// <summary>What reading and deriving any number of sources may take, and what one alone may.</summary>
    public static TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Compiles all sources; the outcomes are in their order.</summary>
    public static Outcome[] Compile(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        SyntaxTree[] trees = [.. sources.Select((s, k) => CSharpSyntaxTree.ParseText(Wrapped(s, k), Parse, $"Case{k}.cs"))];
        CSharpCompilation compilation = Empty.AddSyntaxTrees(trees);
        if (Within(Limit, () => DerivedBatch.Run(compilation)) is not { } derivation)
        {
            return Halved(sources, $"takes longer than {Limit.TotalSeconds} s");
        }

        return derivation.Failure is { } failure ? Halved(sources, failure) : Judge(sources, trees, compilation, derivation);
    }

    internal static CSharpParseOptions Parse { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

    private static string Wrapped(string source, int number) => $"{Usings}namespace Case{number};\n{source}";

    private static Outcome[] Halved(IReadOnlyList<string> sources, string failure) =>
        sources.Count == 1
            ? [new Outcome(sources[0], false, [], [], failure)]
            : [.. Compile([.. sources.Take(sources.Count / 2)]), .. Compile([.. sources.Skip(sources.Count / 2)])];

    /// <summary>The result of an action, or null where it takes longer; then its thread is left behind.</summary>
    private static T? Within<T>(TimeSpan limit, Func<T> action)
        where T : class
    {
        T? result = null;
        var thread = new Thread(() => result = action()) { IsBackground = true };
        thread.Start();
        return thread.Join(limit) ? result : null;
    }

    private static Outcome[] Judge(
        IReadOnlyList<string> sources,
        SyntaxTree[] trees,
        CSharpCompilation compilation,
        DerivedBatch derivation
    )
    {
        HashSet<SyntaxTree?> broken =
        [
            .. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Location.SourceTree),
        ];
        int[] whole = [.. Enumerable.Range(0, sources.Count).Where(k => !broken.Contains(trees[k]))];
        CSharpCompilation output = Empty.AddSyntaxTrees(whole.SelectMany(k => derivation.Generated[Key(k)].Prepend(trees[k])));
        Assembly assembly = Emit(output, out ILookup<string, string> errors);
        ILookup<string, Type> types = assembly.GetTypes().ToLookup(t => t.Namespace?.Split('.')[0] ?? string.Empty);

        Outcome Of(int k)
        {
            string[] reported = [.. derivation.Errors[Key(k)]];
            if (!whole.Contains(k))
            {
                return new Outcome(sources[k], false, reported, [], null);
            }

            INamedTypeSymbol[] symbols = [.. Cells(compilation, trees[k])];
            bool isAccepted = derivation.Generated[Key(k)].Any(IsDerived);
            string? problem =
                errors[Key(k)].FirstOrDefault() is { } error ? $"is compiled to code with an error: {error}"
                : symbols.Length == 1 && isAccepted == reported.Length > 0
                    ? (isAccepted ? "is accepted in spite of an error" : "is neither accepted nor refused with an error")
                : null;
            return new Outcome(
                sources[k],
                true,
                reported,
                problem is null && isAccepted && reported.Length == 0 ? [.. Load(symbols, types[Key(k)], compilation)] : [],
                problem
            );
        }

        return [.. Enumerable.Range(0, sources.Count).Select(Of)];
    }

    private static string Key(int number) => $"Case{number}";

    private static bool IsDerived(SyntaxTree tree) => !tree.ToString().Contains("has mistakes", StringComparison.Ordinal);

    private static IEnumerable<INamedTypeSymbol> Cells(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel semantics = compilation.GetSemanticModel(tree);
        return tree.GetRoot()
            .DescendantNodes()
            .OfType<TypeDeclarationSyntax>()
            .Select(node => semantics.GetDeclaredSymbol(node))
            .OfType<INamedTypeSymbol>()
            .Where(type => type.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(RecurrentCellAttribute)))
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);
    }

    private static IEnumerable<CompiledCell> Load(INamedTypeSymbol[] symbols, IEnumerable<Type> types, CSharpCompilation compilation) =>
        from type in types
        let description = type.GetProperty("Description", typeof(CellDescription))?.GetValue(null) as CellDescription
        where description is not null
        let symbol = symbols.First(s => s.MetadataName == type.Name)
        select new CompiledCell(type.Name, CellReader.Read(symbol, compilation, default).Source!.Model, description);

    /// <summary>Emits; what has an error is left out, so that the others can be run.</summary>
    private static Assembly Emit(CSharpCompilation output, out ILookup<string, string> errors)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = output.Emit(image);
        errors = result
            .Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(d => DerivedBatch.KeyOf(d.Location.SourceTree), d => d.ToString());
        if (result.Success)
        {
            image.Position = 0;
            return new AssemblyLoadContext("batch", isCollectible: true).LoadFromStream(image);
        }

        HashSet<string> wrong = [.. errors.Select(e => e.Key)];
        CSharpCompilation rest = output.RemoveSyntaxTrees(output.SyntaxTrees.Where(t => wrong.Contains(DerivedBatch.KeyOf(t))));
        return rest.SyntaxTrees.Length < output.SyntaxTrees.Length
            ? Emit(rest, out _)
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Take(3)));
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || Runtime.Contains(name)))
            .Select(p => MetadataReference.CreateFromFile(p));
}
