using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>Walks that always end, after one step, in the linear forms of the states: against exact arithmetic, and against what linear
/// cells reach exactly.</summary>
public sealed class StateFormsTests
{
    private const int Seed = 20_261_128;
    private const int Width = 3;

    /// <summary>At radius 0 ranges are a few roundings wide, so that a rounding that is not counted shows.</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0, 100)]
    [InlineData(0.01, 0.3)]
    [InlineData(0.2, 0.5)]
    public void Forms_ContainWhatExactArithmeticReaches(double radius, double size)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 200; draw++)
        {
            double Any() => (2 * random.NextDouble()) - 1;
            double[] Some(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * Any())];
            var cell = new SmallCell(SmallCell.Form.All, Width);
            double[][] weights = [Some(9, size), Some(9, 0.4), Some(3, size), Some(3, 0.5), Some(1, 0.3)];
            double[] inputs = Some(random.Next(2, 6) * Width, 1);
            SetRanges reach = Reach(cell, weights, inputs, radius);
            var exact = new ExactStep(cell, weights);
            for (int k = 0; k < 12; k++)
            {
                double Offset() => k % 2 == 0 ? (2 * random.Next(2)) - 1 : Any();
                double[] moved = [.. inputs.Select(u => u + (radius * (1 - 1e-12) * Offset()))];
                List<Dyadic[][]> run = exact.Run(radius == 0 ? inputs : moved);
                Inside(cell, reach, run, $"seed {Seed}, draw {draw}");
            }
        }
    }

    /// <summary>h' = β d∘x + e∘h: after T steps unit k lies within Σ_t |β d_k e_k^(T-1-t)| r of the nominal value, and reaches it; forms
    /// lose nothing where everything is linear, also beyond the steps whose inputs they keep.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(100)]
    public void LinearCell_IsReachedExactly(int steps)
    {
        const double Radius = 0.1;
        var random = new Random(Seed);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        (double[] d, double[] beta, double[] e) = (Some(Width), [1.5], [0.9, -0.99, 0.3]);
        double[] inputs = Some(steps * Width);
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        SetRanges reach = Reach(cell, [d, beta, e], inputs, Radius);
        double[] h = new double[Width];
        double[] spread = new double[Width];
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < Width; k++)
            {
                h[k] = (beta[0] * d[k] * inputs[(t * Width) + k]) + (e[k] * h[k]);
                spread[k] = (Math.Abs(beta[0] * d[k]) * Radius) + (Math.Abs(e[k]) * spread[k]);
                Assert.Equal(h[k] + spread[k], reach[3, t, k].Upper, 1e-9);
                Assert.Equal(h[k] - spread[k], reach[3, t, k].Lower, 1e-9);
            }
        }
    }

    /// <summary>h' = 1e-200 x + 1e-200 h after x = 1e300, 0, 0: in a form of the second step the coefficient of the first input is 0, what
    /// it makes of that input is 1e-100.</summary>
    [Fact]
    public void CoefficientsThatUnderflow_LoseNothing()
    {
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        double[][] weights =
        [
            [1e-100, -1e-100, 1e-90],
            [1e-100],
            [1e-200, 1e-200, -1e-210],
        ];
        double[] inputs = [1e300, -1e300, 1e300, 0, 0, 0, 0, 0, 0];
        Inside(cell, Reach(cell, weights, inputs, 0), new ExactStep(cell, weights).Run(inputs), "chain");
    }

    private static SetRanges Reach(SmallCell cell, double[][] weights, double[] inputs, double radius)
    {
        var shared = new SetWeights(cell);
        for (int k = 0; k < weights.Length; k++)
        {
            shared.Take(k, WeightSpan<double>.Over(weights[k], cell.Weights[k]));
        }

        shared.Complete();
        int steps = inputs.Length / Width;
        var tube = new Tube(new SetStep(cell, shared), shared, steps);
        (tube.Walk.Small, tube.Walk.Negligible) = (double.PositiveInfinity, -1);
        InputSet.Around(cell, inputs, new TubeOptions { Radius = radius }).Write(tube.Ranges, isNominal: false);
        Assert.Equal(steps, tube.Run());
        return tube.Ranges;
    }

    private static void Inside(SmallCell cell, SetRanges reach, List<Dyadic[][]> run, string where)
    {
        int first = 1 + cell.States.Count;
        for (int t = 0; t < run.Count; t++)
        {
            for (int signal = 0; signal < run[t].Length; signal++)
            {
                for (int unit = 0; unit < Width; unit++)
                {
                    Dyadic exact = run[t][signal][unit];
                    Numbers.Enclosure range = reach[first + signal, t, unit];
                    Assert.True(range.Lower <= exact, $"{where}: signal {signal}[{unit}] of step {t} is below {range.Lower:R}.");
                    Assert.True(exact <= range.Upper, $"{where}: signal {signal}[{unit}] of step {t} is above {range.Upper:R}.");
                }
            }
        }
    }
}
