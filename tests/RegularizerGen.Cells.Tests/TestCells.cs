using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The cells that the general tests walk: every cell of Cells.cs, MoreCells.cs and UnusualSteps.cs in tests/Golden, and of
/// samples/CellZoo, compiled in memory as the evaluator does.</summary>
public static partial class TestCells
{
    private static readonly Lazy<IReadOnlyList<CompiledCell>> Compiled = new(Compile);

    public static string GoldenFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Names for theories.</summary>
    public static TheoryData<string> Names => [.. Compiled.Value.Select(c => c.Name)];

    public static CompiledCell Find(string name) => Compiled.Value.First(c => c.Name == name);

    /// <summary>Small odd sizes: remainders of vector loops, and no two sizes alike.</summary>
    public static int[] Sizes(CompiledCell cell) => [.. Enumerable.Range(0, cell.Runner.SizeNames.Count).Select(k => 3 + (2 * k))];

    private static IReadOnlyList<CompiledCell> Compile()
    {
        string cache = Path.Combine(AppContext.BaseDirectory, "compiled");
        var result = new List<CompiledCell>();
        foreach (string file in new[] { "Cells.cs", "MoreCells.cs", "UnusualSteps.cs" })
        {
            var errors = new StringWriter();
            result.AddRange(
                CellCompiler.Compile([Path.Combine(GoldenFolder, file)], errors, cache)
                    ?? throw new InvalidOperationException(errors.ToString())
            );
        }

        var problems = new StringWriter();
        IReadOnlyList<CompiledCell> zoo =
            CellCompiler.Compile(
                Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo")).Order(StringComparer.Ordinal),
                problems,
                cache
            ) ?? throw new InvalidOperationException(problems.ToString());
        return [.. result, .. zoo.Select(c => c with { Name = "Zoo." + c.Name })];
    }
}
