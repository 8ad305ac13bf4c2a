using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>The cells of the zoo, compiled once, and weights for any of them.</summary>
internal static class Zoo
{
    private static readonly Lazy<IReadOnlyList<LoadedCell>> Compiled = new(Compile);

    public static IReadOnlyList<LoadedCell> All => Compiled.Value;

    public static LoadedCell Of(string name) => All.Single(c => c.Description.Name == name);

    /// <summary>Small random weights; every size is 2 or more.</summary>
    public static CellWeights Weights(CellDescription cell, double size = 0.3)
    {
        int[] sizes = [.. cell.SizeNames.Select((_, k) => 3 + (k % 2))];
        var random = new Random(5);
        double[] parameters = [.. Enumerable.Range(0, cell.ParameterCount(sizes)).Select(_ => size * ((2 * random.NextDouble()) - 1))];
        return new CellWeights(cell, sizes, parameters);
    }

    private static IReadOnlyList<LoadedCell> Compile()
    {
        var errors = new StringWriter();
        string folder = Path.Combine(DocsTests.Root, "samples", "CellZoo", "Cells");
        SourceText[] sources = [.. Directory.GetFiles(folder, "*.cs").Order().Select(f => new SourceText(f, File.ReadAllText(f)))];
        CellAssembly? compiled = CellAssembly.Compile(sources, errors);
        Assert.True(compiled is not null, errors.ToString());
        return compiled!.Cells;
    }
}
