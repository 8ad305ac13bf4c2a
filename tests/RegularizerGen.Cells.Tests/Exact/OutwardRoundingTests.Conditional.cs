using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Evaluate;
using RegularizerGen.Symbolics;
using static RegularizerGen.Cells.Tests.ExactNumbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>On ranges that the sequences keep: gains, movements, margins, and the slack of passes. Some cells are no contraction, and are
/// covered over a horizon alone.</summary>
public sealed partial class OutwardRoundingTests
{
    [Theory]
    [InlineData("LinearSystem", Perturbation.WhiteNoise)]
    [InlineData("LinearSystem", Perturbation.Energy)]
    [InlineData("LinearSystem", Perturbation.Peak)]
    [InlineData("ReluElman", Perturbation.Peak)]
    public void OnRanges_NothingIsBelowTheExactFigure(string name, Perturbation perturbation)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 12; draw++)
        {
            (CompiledCell cell, int[] sizes, double[] weights) = Draw(random, name, draw, 0.5);
            Recurrent(sizes, weights, by: new[] { 1.0 / 16, 1, 4 }[draw % 3]);
            weights = [.. weights.Select(w => draw % 2 == 0 ? w : (float)w)];
            double[] inputs = [.. Enumerable.Range(0, Enough * sizes[0]).Select(_ => (float)(0.4 + (0.1 * random.Next(6))))];
            var options = new ConditionalOptions
            {
                Horizon = random.Next(1, 5),
                Perturbation = perturbation,
                ChannelRadii = [.. Enumerable.Range(0, sizes[0]).Select(_ => 0.1 * random.Next(4))],
                InitialRadius = draw % 4 < 2 ? 0 : 0.1,
            };
            SignalRanges ranges = cell.Runner.ObserveRanges(sizes, weights, inputs[..(options.Horizon * sizes[0])]).WithMargin(0, 4);
            ConditionalCertificate certificate = cell.Runner.CertifyWithin(sizes, ranges, options, weights);
            int steps = certificate.Steps ?? Enough;
            List<Rational[][]> outputs = new ExactRun(cell, sizes, weights).Run([.. inputs.Select(Exact).Chunk(sizes[0]).Take(steps)]);
            string where = $"{name}, draw {draw}";
            Covers(certificate.Gains, new ExactGains(outputs[^1], sizes[0], perturbation), $"{where}, any steps");
            Covers(certificate.Finite, new ExactGains(outputs[options.Horizon - 1], sizes[0], perturbation), $"{where}, horizon");
            AtLeast(certificate.FiniteEnergyGain, certificate.Rate < 1 ? EnergyGain(sizes, weights) : 0, $"{where}, finite energy");
            Moves(certificate, outputs, Powers(Recurrent(sizes, weights), sizes[1]), where);
            Strays<double>(certificate, cell, sizes, weights, inputs, outputs, w => w.DoubleSlack, where);
            if (draw % 2 == 1)
            {
                Strays<float>(certificate, cell, sizes, weights, inputs, outputs, w => w.FloatSlack, where);
            }
        }
    }

    /// <summary>How far inputs and the start, at the ends of their radii, move what is linear.</summary>
    private static void Moves(
        ConditionalCertificate certificate,
        List<Rational[][]> outputs,
        IEnumerable<Rational[][]> powers,
        string where
    )
    {
        Rational start = Exact(certificate.InitialRadius);
        Rational[] radii = [.. certificate.ChannelRadii.Select(Exact)];
        Rational[][] moved =
        [
            [.. outputs[0].Select(_ => start)],
            .. outputs.Zip(
                powers.Skip(1),
                (o, p) =>
                    o.Zip(
                            p,
                            (unit, row) =>
                                (start * SumOfSizes(row)) + SumOfSizes([.. unit[1..].Select((e, k) => e * radii[k % radii.Length])])
                        )
                        .ToArray()
            ),
        ];
        for (int t = 0; t < outputs.Count; t++)
        {
            for (int unit = 0; unit < outputs[t].Length; unit++)
            {
                AtLeast(certificate.Movement[unit], moved[t + 1][unit], $"{where}, movement of output {unit} at step {t}");
                foreach (WatchedRange watched in certificate.Watched.Where(w => w.Signal != "x"))
                {
                    Rational own = moved[watched.Signal == "h" ? t : t + 1][unit];
                    AtLeast(watched.Margin[unit], own, $"{where}, margin of {watched.Signal}, unit {unit}, step {t}");
                }
            }
        }

        Assert.All(certificate.Watched[0].Margin.Zip(radii), m => AtLeast(m.First, m.Second, $"{where}, margin of an input"));
    }

    /// <summary>How far a pass is from the exact outputs, which the next step begins with. Its monitor is quiet.</summary>
    private static void Strays<T>(
        ConditionalCertificate certificate,
        CompiledCell cell,
        int[] sizes,
        double[] weights,
        double[] inputs,
        List<Rational[][]> outputs,
        Func<WatchedRange, IReadOnlyList<double>> slack,
        string where
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellStream<T> stream = cell.Runner.Stream(sizes, Array.ConvertAll(weights, T.CreateChecked));
        stream.Monitor = new RangeMonitor(certificate);
        for (int t = 0; t < outputs.Count; t++)
        {
            T[] output = stream.Next(Array.ConvertAll(inputs[(t * sizes[0])..((t + 1) * sizes[0])], T.CreateChecked)).ToArray();
            Assert.Null(stream.Monitor.Violation);
            foreach (WatchedRange watched in certificate.Watched.Where(w => w.Signal != "x" && (w.Signal != "h" || t < outputs.Count - 1)))
            {
                for (int unit = 0; unit < output.Length; unit++)
                {
                    Rational off = Rational.Abs(Exact(double.CreateChecked(output[unit])) - outputs[t][unit][0]);
                    AtLeast(slack(watched)[unit], off, $"{where}, {typeof(T).Name} slack of {watched.Signal}, unit {unit}, step {t}");
                }
            }
        }
    }
}
