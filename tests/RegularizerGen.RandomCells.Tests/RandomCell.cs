using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.CellChecks;
using RegularizerGen.Evaluate;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>A cell of a seed, with sizes and weights that follow from the seed, too: every field has numbers of its own, whatever other
/// fields there are, so that they stay while the tree shrinks.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Tree">The cell.</param>
internal sealed record RandomCell(int Seed, Tree Tree)
{
    /// <summary>Whether all sizes are 1.</summary>
    public bool IsSmallest { get; init; }

    /// <summary>Fields whose weights are all 0, or all 1.</summary>
    public IReadOnlyDictionary<string, double> Constant { get; init; } = new Dictionary<string, double>();

    public static RandomCell Draw(int seed) => new(seed, Drawing.Draw(seed));

    /// <summary>The compiled cell at its sizes and weights.</summary>
    public CellCase Case(CompiledCell cell)
    {
        var random = new Random(Seed);
        int[] sizes = [.. cell.Runner.SizeNames.Select(_ => IsSmallest ? 1 : random.Next(1, 5))];
        Regime regime = Regime.Draw(new Random(Seed));
        double[] weights = new double[cell.Runner.ParameterCount(sizes)];
        var @case = new CellCase(cell, sizes, weights, regime.IsOrdinary && !Constant.Values.Contains(0), Seed);
        foreach ((string name, int start, int length) in @case.Fields)
        {
            var numbers = new Random(name.Aggregate(Seed, (hash, c) => unchecked((31 * hash) + c)));
            double scale = regime.Scale(numbers);
            for (int k = start; k < start + length; k++)
            {
                double drawn = scale * regime.Draw(numbers.NextDouble());
                weights[k] = Constant.TryGetValue(name, out double constant) ? constant : drawn;
            }
        }

        return @case;
    }

    /// <summary>The same with simpler numbers.</summary>
    public IEnumerable<RandomCell> SimplerNumbers(CompiledCell cell)
    {
        if (!IsSmallest)
        {
            yield return this with
            {
                IsSmallest = true,
            };
        }

        int[] ones = [.. cell.Runner.SizeNames.Select(_ => 1)];
        foreach (string field in new CellCase(cell, ones, [], true, Seed).Fields.Select(f => f.Name).Where(f => !Constant.ContainsKey(f)))
        {
            foreach (double constant in new[] { 0.0, 1 })
            {
                yield return this with
                {
                    Constant = new Dictionary<string, double>(Constant) { [field] = constant },
                };
            }
        }
    }
}
