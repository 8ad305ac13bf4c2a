using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What is drawn for them.</summary>
public static partial class TestCells
{
    /// <summary>Numbers in ±scale.</summary>
    public static double[] RandomArray(Random random, int length, double scale) =>
        [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
}
