using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>Walks that end, mostly after one step, in the linear forms of the states: against exact arithmetic, and against what linear
/// cells reach exactly.</summary>
public sealed class StateFormsTests
{
    private const int Seed = 20_261_128;
    private const int Width = 3;

    /// <summary>No share of a width is negligible.</summary>
    private const double Never = -1;

    /// <summary>Every share of a width is small enough to end in forms.</summary>
    private const double Always = double.PositiveInfinity;

    /// <summary>At radius 0 ranges are a few roundings wide, so that a rounding that is not counted shows. Where a third of the width is
    /// negligible some walks end at the states' boxes, and others in the forms of these.</summary>
    [Theory]
    [InlineData(0, 0.5, Never)]
    [InlineData(0, 100, Never)]
    [InlineData(0.01, 0.3, Never)]
    [InlineData(0.2, 0.5, Never)]
    [InlineData(0, 0.3, 0.3)]
    [InlineData(0.01, 0.3, 0.3)]
    [InlineData(0.2, 0.5, 0.3)]
    public void Forms_ContainWhatExactArithmeticReaches(double radius, double size, double negligible)
    {
        var random = new Random(Seed);
        double Any() => (2 * random.NextDouble()) - 1;
        double[] Some(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * Any())];
        for (int draw = 0; draw < 200; draw++)
        {
            var cell = new SmallCell(SmallCell.Form.All, Width);
            double[][] weights = [Some(9, size), Some(9, 0.4), Some(3, size), Some(3, 0.5), Some(1, 0.3)];
            double[] inputs = Some(random.Next(2, 6) * Width, 1);
            double[] start = Some(Width, draw % 2);
            var options = new TubeOptions
            {
                Radius = radius,
                InitialStates = [start],
                InitialRadius = radius,
            };
            SetRanges reach = Reach(cell, weights, inputs, options, negligible);
            var exact = new ExactStep(cell, weights);
            for (int k = 0; k < 12; k++)
            {
                double Offset() => k % 2 == 0 ? (2 * random.Next(2)) - 1 : Any();
                double[] Moved(double[] from) => [.. from.Select(u => radius == 0 ? u : u + (radius * (1 - 1e-12) * Offset()))];
                List<Dyadic[][]> run = exact.Run(Moved(inputs), [Moved(start)]);
                Inside(cell, reach, run, $"seed {Seed}, draw {draw}");
            }
        }
    }

    /// <summary>h' = β d∘x + e∘h from h_0 ± ρ: unit k reaches e_k^T ρ + Σ_t |β d_k e_k^(T-1-t)| r_t beyond the nominal value, and no more;
    /// forms lose nothing where everything is linear, also beyond the steps whose inputs they keep. Every third input is exact, so that
    /// where a third of the width is negligible some walks end at the states' boxes, and the next ones in the forms of these.</summary>
    [Theory]
    [InlineData(5, 0.9, Never, Always)]
    [InlineData(40, 0.9, Never, Always)]
    [InlineData(100, 0.9, Never, Always)]
    [InlineData(100, 0.99, Never, 0.5)] // after more steps than forms are kept for
    [InlineData(5, 0.3, 0.3, Always)]
    [InlineData(40, 0.3, 0.3, Always)]
    public void LinearCell_IsReachedExactly(int steps, double slowest, double negligible, double small)
    {
        var random = new Random(Seed);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => 0.1 + (0.9 * random.NextDouble()))];
        (double[] d, double[] beta, double[] e) = (Some(Width), [1.5], [slowest, -0.9 * slowest, 0.3 * slowest]);
        (double[] inputs, double[] h) = (Some(steps * Width), Some(Width));
        double[] radii = [.. inputs.Select((_, k) => k / Width % 3 == 1 ? 0 : 0.1)];
        double[] spread = [.. h.Select(_ => 0.4)];
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        var options = new TubeOptions
        {
            Lower = [.. inputs.Zip(radii, (u, r) => u - r)],
            Upper = [.. inputs.Zip(radii, (u, r) => u + r)],
            InitialStates = [h],
            InitialRadius = spread[0],
        };
        SetRanges reach = Reach(cell, [d, beta, e], inputs, options, negligible, small);
        h = [.. h];
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < Width; k++)
            {
                int input = (t * Width) + k;
                h[k] = (beta[0] * d[k] * inputs[input]) + (e[k] * h[k]);
                spread[k] = (Math.Abs(beta[0] * d[k]) * radii[input]) + (Math.Abs(e[k]) * spread[k]);
                Assert.Equal(h[k] + spread[k], reach[3, t, k].Upper, 1e-9);
                Assert.Equal(h[k] - spread[k], reach[3, t, k].Lower, 1e-9);
            }
        }
    }

    /// <summary>Forms by themselves, between walks that count no rounding: what is left of coefficients of 1e15 that cancel across states
    /// is more than its own size off.</summary>
    [Fact]
    public void Forms_CountTheRoundingOfTheirProducts()
    {
        var random = new Random(Seed);
        double[] Some(double scale) => [.. Enumerable.Range(0, Width).Select(_ => scale * (1 + random.NextDouble()))];
        var cell = new SmallCell(SmallCell.Form.Chain, Width);
        var step = new SetStep(cell, new SetWeights(cell));
        var window = new InputWindow(step);
        for (int draw = 0; draw < 100; draw++)
        {
            double[] x = Some(1);
            var ranges = new SetRanges(step.Widths, 1);
            x.CopyTo(ranges.Lower(0, 0));
            x.CopyTo(ranges.Upper(0, 0));
            double[] row = Some(1);
            double[][] units = [Some(1e15), Some(1e15), new double[Width]];
            units[2] = [.. units[0].Zip(units[1], (a, b) => -((row[0] * a) + (row[1] * b)) / row[2])];
            (var forms, var bounds) = (new StateForms(step, ranges, window), new WalkBounds(step, ranges, gamma: 0, window));
            bounds.Begin(2 * Width);
            Dyadic exact = 0.0;
            for (int unit = 0; unit < Width; unit++)
            {
                units[unit].CopyTo(bounds.Inputs(unit));
                units[unit].Select(a => -a).ToArray().CopyTo(bounds.Inputs(Width + unit));
                exact = units[unit].Zip(x, (a, u) => (Dyadic)row[unit] * a * u).Aggregate(exact, (a, b) => a + b);
            }

            forms.Take(0, 0, bounds, 0, Width);
            bounds.Begin(2);
            forms.End(0, 1, bounds, _ => [.. row, .. row.Select(r => -r)]);
            bounds.End([], 0, _ => []);
            Assert.True(-exact <= bounds.Best[1] && exact <= bounds.Best[0], $"seed {Seed}, draw {draw}");
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
        Inside(
            cell,
            Reach(cell, weights, inputs, new TubeOptions { Radius = 0 }, Never),
            new ExactStep(cell, weights).Run(inputs),
            "chain"
        );
    }

    /// <summary>h' = W x: three products that each round to 0, and together are more than the least double.</summary>
    [Fact]
    public void ProductsThatUnderflow_AddUp()
    {
        var cell = new SmallCell(SmallCell.Form.InputAsOutput, Width);
        double[][] weights =
        [
            [.. Enumerable.Repeat(1.5e-162, Width * Width)],
        ];
        double[] inputs = [1.5e-162, 1.5e-162, 1.5e-162, -1.5e-162, -1.5e-162, -1.5e-162];
        SetRanges reach = Reach(cell, weights, inputs, new TubeOptions { Radius = 0 }, Never);
        Inside(cell, reach, new ExactStep(cell, weights).Run(inputs), "one sum");
    }

    private static SetRanges Reach(
        SmallCell cell,
        double[][] weights,
        double[] inputs,
        TubeOptions options,
        double negligible,
        double small = Always
    )
    {
        var shared = new SetWeights(cell);
        for (int k = 0; k < weights.Length; k++)
        {
            shared.Take(k, WeightSpan<double>.Over(weights[k], cell.Weights[k]));
        }

        shared.Complete();
        int steps = inputs.Length / Width;
        var tube = new Tube(new SetStep(cell, shared), shared, steps);
        (tube.Walk.Small, tube.Walk.Negligible) = (small, negligible);
        InputSet.Around(cell, inputs, options).Write(tube.Ranges, isNominal: false);
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
