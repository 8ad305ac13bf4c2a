using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Tests.Sets;

/// <summary>Slopes that move: their derivatives against differences, and bounds with any slopes against exact arithmetic.</summary>
public sealed class SlopeSearchTests
{
    private const int Seed = 20_261_129;
    private const int Width = 3;

    /// <summary>The sum of the bounds of some functions of the units, and of their negatives, is a piecewise smooth function of all shares
    /// where what counts is the end of all walks.</summary>
    [Fact]
    public void Derivatives_AreThoseOfTheSumOfBounds()
    {
        const double Half = 1e-6;
        var random = new Random(Seed);
        int compared = 0;
        for (int draw = 0; draw < 40; draw++)
        {
            (SmallCell cell, double[][] weights, double[] inputs) = Draw(random, steps: 2);
            (Tube tube, SetStep step) = Reach(cell, weights, inputs, 0.05, window: 1);
            Shuffle(random, tube, step, inputs.Length / Width);
            double[] mixed = [.. Enumerable.Range(0, Width * Width).Select(_ => (2 * random.NextDouble()) - 1)];
            double Sum() => TensorPrimitives.Sum(Bounds(tube, step, 2, mixed));
            tube.Walk.Window = 1;
            double[] early = Bounds(tube, step, 2, mixed);
            tube.Walk.Window = int.MaxValue;
            if (Bounds(tube, step, 2, mixed).Zip(early).Any(b => b.First > b.Second - 1e-4))
            {
                continue;
            }

            tube.Walk.Slopes.Derive();
            foreach ((LocalNode node, int t) in Places(step, 2))
            {
                FreeSlopes free = tube.Walk.Slopes.Of(node, t);
                double[] gradients = [.. free.Gradients];
                for (int k = 0; k < gradients.Length; k++)
                {
                    double share = free.Shares[k];
                    double At(double moved)
                    {
                        free.Shares[k] = moved;
                        free.Stand(node, tube.Ranges, t);
                        return Sum();
                    }

                    double difference = (At(share + Half) - At(share - Half)) / (2 * Half);
                    _ = At(share);
                    Assert.Equal(difference, gradients[k], 1e-6 * (1 + Math.Abs(difference)));
                    compared += difference != 0 ? 1 : 0;
                }
            }
        }

        Assert.True(compared > 500, $"only {compared} derivatives are not 0");
    }

    [Fact]
    public void AnySlopes_ContainWhatExactArithmeticReaches()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 100; draw++)
        {
            double radius = draw % 2 == 0 ? 0.3 : 0;
            (SmallCell cell, double[][] weights, double[] inputs) = Draw(random, steps: 5);
            (Tube tube, SetStep step) = Reach(cell, weights, inputs, radius);
            Shuffle(random, tube, step, inputs.Length / Width);
            double[] bounds = Bounds(tube, step, 5, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
            var exact = new ExactStep(cell, weights);
            for (int k = 0; k < 12; k++)
            {
                double Offset() => k % 2 == 0 ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1;
                double[] moved = radius == 0 ? inputs : [.. inputs.Select(u => u + (radius * (1 - 1e-12) * Offset()))];
                Dyadic[] last = exact.Run(moved)[^1][^1];
                for (int unit = 0; unit < Width; unit++)
                {
                    Assert.True(last[unit] <= bounds[unit], $"seed {Seed}, draw {draw}: unit {unit} is above {bounds[unit]:R}.");
                    Assert.True(-bounds[Width + unit] <= last[unit], $"seed {Seed}, draw {draw}: unit {unit} is below.");
                }
            }
        }
    }

    /// <summary>In the mean: narrower ranges may lead to slopes that suit a unit less.</summary>
    [Fact]
    public void HighEffort_IsNarrowerThanWalksToTheEnd()
    {
        var random = new Random(Seed);
        double sum = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            (SmallCell cell, double[][] weights, double[] inputs) = Draw(random, steps: 5);
            double[] Widths(TubeEffort effort)
            {
                var options = new TubeOptions { Radius = 0.3, Effort = effort };
                TubeCertificate found = cell.Certify(weights, inputs, options);
                return [.. found.Upper[^1].Zip(found.Lower[^1], (upper, lower) => upper - lower)];
            }

            double[] ratios = [.. Widths(TubeEffort.High).Zip(Widths(TubeEffort.Normal), (high, normal) => high / normal)];
            sum += ratios.Average();
        }

        Assert.InRange(sum / 20, 0, 0.99);
    }

    private static (SmallCell Cell, double[][] Weights, double[] Inputs) Draw(Random random, int steps)
    {
        double[] Some(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextDouble()) - 1))];
        double[][] weights = [Some(9, 0.5), Some(9, 0.4), Some(3, 0.5), Some(3, 0.5), Some(1, 0.3)];
        return (new SmallCell(SmallCell.Form.All, Width), weights, Some(steps * Width, 1));
    }

    private static (Tube Tube, SetStep Step) Reach(
        SmallCell cell,
        double[][] weights,
        double[] inputs,
        double radius,
        int window = int.MaxValue
    )
    {
        var shared = new SetWeights(cell);
        for (int k = 0; k < weights.Length; k++)
        {
            shared.Take(k, WeightSpan<double>.Over(weights[k], cell.Weights[k]));
        }

        shared.Complete();
        var step = new SetStep(cell, shared);
        int steps = inputs.Length / Width;
        var tube = new Tube(step, shared, steps);
        (tube.Walk.Negligible, tube.Walk.Window) = (-1, window);
        InputSet.Around(cell, inputs, new TubeOptions { Radius = radius }).Write(tube.Ranges, isNominal: false);
        Assert.Equal(steps, tube.Run());
        tube.Walk.Window = int.MaxValue;
        return (tube, step);
    }

    /// <summary>Bounds of functions [functions, units] of the new state at the last step, from above and from below.</summary>
    private static double[] Bounds(Tube tube, SetStep step, int steps, double[] rows)
    {
        BackSubstitution walk = tube.Walk;
        return walk.Bound(2 * Width, steps - 1, Write, walk.Slopes).ToArray();

        void Write()
        {
            for (int row = 0; row < Width; row++)
            {
                ReadOnlySpan<double> own = rows.AsSpan(row * Width, Width);
                own.CopyTo(walk.Row(step.Next(0), row));
                TensorPrimitives.Negate(own, walk.Row(step.Next(0), Width + row));
            }
        }
    }

    private static void Shuffle(Random random, Tube tube, SetStep step, int steps)
    {
        foreach ((LocalNode node, int t) in Places(step, steps))
        {
            FreeSlopes free = tube.Walk.Slopes.Of(node, t);
            for (int k = 0; k < free.Shares.Length; k++)
            {
                free.Shares[k] = 0.1 + (0.8 * random.NextDouble());
            }

            free.Stand(node, tube.Ranges, t);
        }
    }

    private static IEnumerable<(LocalNode Node, int Step)> Places(SetStep step, int steps) =>
        from t in Enumerable.Range(0, steps)
        from node in step.Nodes.OfType<LocalNode>()
        select (node, t);
}
