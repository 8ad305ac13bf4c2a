using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegularizerGen.Generator;

namespace RegularizerGen.CellChecks;

/// <summary>What generator and analyzer make of a compilation, by the namespace of each source.</summary>
/// <param name="Generated">The generated files.</param>
/// <param name="Errors">The analyzer's errors, which begin with their IDs.</param>
/// <param name="Failure">What must never happen: an exception of either; null where none did.</param>
internal sealed record DerivedBatch(ILookup<string, SyntaxTree> Generated, ILookup<string, string> Errors, string? Failure)
{
    public static DerivedBatch Run(CSharpCompilation compilation)
    {
        try
        {
            GeneratorDriverRunResult generated = CSharpGeneratorDriver
                .Create([new CellGenerator().AsSourceGenerator()], parseOptions: CellBatch.Parse)
                .RunGenerators(compilation)
                .GetRunResult();
            Diagnostic[] reported =
            [
                .. compilation.WithAnalyzers([new CellAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult(),
            ];
            Diagnostic? failure = generated.Diagnostics.Concat(reported).FirstOrDefault(d => Failures.Contains(d.Id));
            return new DerivedBatch(
                generated.GeneratedTrees.ToLookup(KeyOf),
                reported
                    .Where(d => d.Severity == DiagnosticSeverity.Error)
                    .ToLookup(d => KeyOf(d.Location.SourceTree), d => $"{d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}"),
                failure is null ? null : $"makes it fail: {failure}"
            );
        }
        catch (Exception exception)
        {
            return new DerivedBatch(
                Array.Empty<SyntaxTree>().ToLookup(KeyOf),
                Array.Empty<string>().ToLookup(e => e),
                $"throws {exception}"
            );
        }
    }

    /// <summary>The namespace of the source that a file is of, which its name begins with.</summary>
    public static string KeyOf(SyntaxTree? tree) => Path.GetFileName(tree?.FilePath ?? string.Empty).Split('.')[0];

    /// <summary>Exceptions of a generator, of an analyzer, and what we catch of our own.</summary>
    private static readonly HashSet<string> Failures = ["CS8784", "CS8785", "AD0001", "RG0021"];
}
