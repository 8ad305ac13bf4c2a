using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>Bounds of the inputs up to which cells are said to forget: at these, what a pulse of the first channel did long ago shrinks by
/// the rate from each step to the next.</summary>
public sealed partial class OutwardRoundingTests
{
    private const double Pulse = 1e-3; // saturates nothing

    /// <summary>Recurrent matrices of equal entries, whose sums are 1 or nearly so: 10 times 0.1 is above it.</summary>
    [Theory]
    [InlineData(10, 0.1)]
    [InlineData(3, 1.0 / 3)]
    [InlineData(7, 1.0 / 7)]
    [InlineData(1, 1)]
    [InlineData(1, 1 - (1.0 / (1L << 53)))]
    [InlineData(1, 1 - 1e-9)]
    [InlineData(2, 0.4999)]
    public void LinearCell_IsContractiveAsFarAsItSaysSo(int units, double entry)
    {
        foreach (string name in new[] { "LinearSystem", "ReluElman" })
        {
            CompiledCell cell = TestCells.Find(name);
            int[] sizes = [1, units];
            double[] weights = [.. Enumerable.Repeat(entry, cell.Runner.ParameterCount(sizes))];
            IsContractive(cell, sizes, weights, 1, x => [x], $"{name}, {units} times {entry}");
        }
    }

    /// <summary>h' = z h + (1 - z) u h, z = 1/2 + w x/4: at u = -3/2 a sum of 6/5 is where it ceases to forget, which 12 times 0.1
    /// exceeds.</summary>
    [Theory]
    [InlineData(12, 0.1, 1)]
    [InlineData(4, 0.3, 1)]
    [InlineData(3, 0.4, 1)]
    [InlineData(12, 0.1, 3)]
    [InlineData(12, 0.1, 1.0 / 3)]
    [InlineData(12, 0.3, 1)]
    [InlineData(12, 0.1, 0.9999999)]
    [InlineData(12, 0.1, 0.999)]
    public void GatedUnit_IsContractiveAsFarAsItSaysSo(int channels, double entry, double bound)
    {
        double[] gate = [0, .. Enumerable.Repeat(entry, channels)];
        double[] pulse = [Pulse, .. new double[channels]];
        double[] weights = [.. gate, .. pulse, 0, -1.5, 0, 0];
        IsContractive(StabilityTests.HardGru, [1 + channels, 1], weights, bound, x => Gates(channels, x), $"{channels} times {entry}");
    }

    [Fact]
    public void GatedCell_IsContractiveAsFarAsItSaysSo()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 8; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, "HardGru", draw, 1);
            (int x, int h) = (sizes[0], sizes[1]);
            for (int k = 0; k < h * x; k++)
            {
                (weights[k], weights[(h * x) + k]) = k % x == 0 ? (0.0, Pulse) : (weights[(h * x) + k], 0.0);
            }

            weights.AsSpan()[^h..].Clear();
            IsContractive(cell, sizes, weights, 1, b => Gates(x - 1, b), $"draw {draw}");
        }
    }

    private static Rational[] Gates(int channels, Rational value) => [0, .. Enumerable.Repeat(value, channels)];

    /// <param name="cell">The cell, to which either end of the bound is the worst that all inputs can be.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="bound">The bound that the search begins with.</param>
    /// <param name="inputs">The inputs of a step at one end of a bound.</param>
    /// <param name="where">What it is.</param>
    private static void IsContractive(
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        double bound,
        Func<Rational, Rational[]> inputs,
        string where
    )
    {
        var options = new CertificateOptions
        {
            InputBound = bound,
            Budget = TimeSpan.FromSeconds(5),
            LongestBlock = 4,
        };
        ContractiveBound found = cell.Runner.LargestContractiveBound(sizes, options, weights);
        Assert.True(found.NotProved > found.InputBound, where);
        Assert.True(found.DecayRate is null ? found.InputBound == 0 : found.InputBound > 0 && found.DecayRate < 1, where);
        var run = new ExactRun(cell, sizes, weights);
        Rational Growth(Rational end) => Ratio(run.Run([.. Enumerable.Repeat(inputs(end), Enough)]));
        Rational worst = new[] { 1, -1 }.Max(sign => Growth(sign * Exact(found.InputBound)));
        AtLeast(found.DecayRate ?? double.PositiveInfinity, worst, $"{where}, rate at {found.InputBound}");
    }

    /// <summary>The least ratio of what the pulse does to a unit at the last step and one step before: of one unit, and where no derivative
    /// is negative, the cell grows by no less from step to step (Collatz and Wielandt).</summary>
    private static Rational Ratio(List<Rational[][]> outputs) =>
        outputs[^1].Zip(outputs[^2], (now, before) => before[1].IsZero ? 0 : Rational.Abs(now[1] / before[1])).Min();
}
