using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>Gains by a structured contraction against derivatives and pairs of sequences that are simulated.</summary>
public sealed class StructuredGainsTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;
    private const double Tolerance = 1e-6;

    /// <summary>Pairs of input sequences from equal states: how far outputs move, and energies.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Gains_AreNotExceededByPairsOfSequences(string name)
    {
        var random = new Random(Seed);
        int finite = 0;
        for (int draw = 0; draw < 4; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.3 : 0.7);
            if (Find(drawn) is not { } found)
            {
                continue;
            }

            double[] scales = InputSet.Scales(drawn.Cell);
            double energyGain = EnergyGain.Find(found.Contraction, null, scales, () => { });
            finite += double.IsFinite(energyGain) ? 1 : 0;
            int? recovery = Forgetting.Time(found.Contraction, m => m, drawn.Cell.OutputWidth, 0.05, Ones(drawn), () => { });
            foreach (int steps in new[] { 1, 4, 25 })
            {
                GainSums within = found.Gains.Within(steps);
                GainSums any = found.Gains.AnySteps;
                for (int pair = 0; pair < 12; pair++)
                {
                    string where = $"{name}, draw {draw}, {steps} steps, pair {pair}";
                    Pair(drawn, found.Ranges, random, scales, steps, pair, within, any, energyGain, where);
                }
            }

            if (recovery is { } time)
            {
                Recovers(drawn, found.Ranges, random, time, $"{name}, draw {draw}");
            }
        }

        output.WriteLine($"{name}: {finite} of 4 have a gain of finite energy.");
    }

    /// <summary>h' = a h + b x, y = h: gains are sums of powers, finite energy has b/(1-a), and recovery is a logarithm.</summary>
    [Fact]
    public void GainsOfOneLinearUnit_AreKnown()
    {
        CellDescription linear = DrawnCell.All["tests' LinearSystem"];
        DrawnCell drawn = new DrawnCell(linear, [1, 1], new Random(Seed), 0).With(k => k == 0 ? 2 : 0.9);
        (StructuredContraction contraction, StructuredGains gains, _) = Find(drawn)!.Value;
        foreach (
            (double value, double exact) in new[]
            {
                (contraction.Rate, 0.9),
                (gains.AnySteps.Total.Peak, 20.0),
                (gains.AnySteps.Total.Energy, 20.0),
                (gains.AnySteps.Total.WhiteNoise, 2 / Math.Sqrt(1 - 0.81)),
                (gains.Within(50).Total.Peak, 20 * (1 - Math.Pow(0.9, 50))),
                (gains.Within(3).Total.WhiteNoise, 2 * Math.Sqrt(1 + 0.81 + (0.81 * 0.81))),
                (EnergyGain.Find(contraction, null, [1], () => { }), 20.0),
            }
        )
        {
            Assert.InRange(value, exact * (1 - 1e-12), exact * 1.02);
        }

        Assert.Equal(
            (int)Math.Ceiling(Math.Log(0.05) / Math.Log(0.9)),
            Forgetting.Time(contraction, m => m, 1, 0.05, Ones(drawn), () => { })
        );
    }

    /// <summary>Twice the disturbance on a channel is twice the gain.</summary>
    [Fact]
    public void Scales_ScaleGains()
    {
        var drawn = new DrawnCell(DrawnCell.All["Lstm"], [2, 3], new Random(Seed), 0.3);
        (StructuredContraction contraction, StructuredGains gains, SetRanges ranges) = Find(drawn)!.Value;
        StructuredGains twice = Gains(drawn, contraction, [2, 2]);
        Assert.InRange(twice.AnySteps.Total.Peak / gains.AnySteps.Total.Peak, 1.999, 2.001);
        double first = EnergyGain.Find(contraction, null, [1, 1], () => { });
        Assert.InRange(EnergyGain.Find(contraction, null, [2, 2], () => { }) / first, 1.98, 2.02);
        StructuredGains one = Gains(drawn, contraction, [1, 0]);
        Assert.Equal(0, one.AnySteps.Channels[1].Peak, 1e-9);
        Assert.InRange(one.AnySteps.Total.Peak, 1e-3, gains.AnySteps.Total.Peak);
    }

    private static (StructuredContraction Contraction, StructuredGains Gains, SetRanges Ranges)? Find(DrawnCell drawn) =>
        drawn.Ranges() is { } ranges && StructuredContraction.Find(drawn.Step, ranges, 0, () => { }) is { } contraction
            ? (contraction, Gains(drawn, contraction, InputSet.Scales(drawn.Cell)), ranges)
            : null;

    private static StructuredGains Gains(DrawnCell drawn, StructuredContraction contraction, double[] scales) =>
        new(contraction, m => m, drawn.Cell.OutputWidth, scales, () => { });

    private static double[] Ones(DrawnCell drawn) => [.. Enumerable.Repeat(1.0, drawn.StateWidths.Sum())];

    private static void Pair(
        DrawnCell drawn,
        SetRanges ranges,
        Random random,
        double[] scales,
        int steps,
        int pair,
        GainSums within,
        GainSums any,
        double energyGain,
        string where
    )
    {
        int width = drawn.Cell.InputWidth;
        double[] bounds = [.. drawn.Step.Sources.Take(drawn.Step.Inputs).SelectMany(s => ranges.Upper(s, 0).ToArray())];
        double[] x = [.. Enumerable.Range(0, steps * width).Select(k => bounds[k % width] * Any(random, pair % 2 == 0))];
        double size = Math.Pow(10, -(pair % 4));
        double[] other =
        [
            .. x.Select(
                (v, k) =>
                    scales[k % width] == 0 ? v : Math.Clamp(v + (size * Any(random, pair % 3 == 0)), -bounds[k % width], bounds[k % width])
            ),
        ];
        double[][] start = drawn.Draw(random, ranges, 0, drawn.States, isCorner: pair % 2 == 0);
        List<(double[][] Signals, double[] Output)> first = drawn.Run(x, start);
        List<(double[][] Signals, double[] Output)> second = drawn.Run(other, start);
        double[] moved = [.. x.Zip(other, (a, b) => a - b).Select((d, k) => scales[k % width] == 0 ? 0 : d / scales[k % width])];
        double peak = moved.Max(Math.Abs);
        double euclidean = Enumerable.Range(0, steps).Max(t => Length(moved.AsSpan(t * width, width)));
        double[] last = [.. first[^1].Output.Zip(second[^1].Output, (a, b) => a - b)];
        foreach (GainSums gains in new[] { within, any })
        {
            Below(last.Max(Math.Abs), gains.Total.Peak * peak, where);
            Below(Length(last), gains.Total.Energy * euclidean, where);
            Below(Length(last), gains.Total.WhiteNoise * Length(moved), where); // Cauchy and Schwarz
            for (int row = 0; row < last.Length; row++)
            {
                Below(Math.Abs(last[row]), gains.Outputs[row].Peak * peak, where);
                Below(Math.Abs(last[row]), gains.Outputs[row].Energy * euclidean, where);
            }
        }

        double all = Math.Sqrt(first.Zip(second, (a, b) => Math.Pow(Length([.. a.Output.Zip(b.Output, (v, w) => v - w)]), 2)).Sum());
        Below(all, energyGain * Length(moved), where);
    }

    /// <summary>After the recovery time, disturbances of the states by at most 1, within their ranges, move no output by more than
    /// 0.05.</summary>
    private static void Recovers(DrawnCell drawn, SetRanges ranges, Random random, int time, string where)
    {
        int steps = Math.Min(time, 200);
        int width = drawn.Cell.InputWidth;
        double[] bounds = [.. drawn.Step.Sources.Take(drawn.Step.Inputs).SelectMany(s => ranges.Upper(s, 0).ToArray())];
        for (int pair = 0; pair < 20; pair++)
        {
            double[] x = [.. Enumerable.Range(0, (steps + 3) * width).Select(k => bounds[k % width] * Any(random, pair % 2 == 0))];
            double[][] first = drawn.Draw(random, ranges, 0, drawn.States, isCorner: pair % 2 == 0);
            double[][] second = drawn.Draw(random, ranges, 0, drawn.States, isCorner: pair % 3 == 0);
            second = [.. first.Zip(second, (a, b) => a.Zip(b, (v, w) => v + Math.Clamp(w - v, -1, 1)).ToArray())];
            foreach (
                (double[] a, double[] b) in drawn.Run(x, first).Zip(drawn.Run(x, second), (p, q) => (p.Output, q.Output)).Skip(time - 1)
            )
            {
                Below(a.Zip(b, (v, w) => Math.Abs(v - w)).Max(), 0.05, where);
            }
        }
    }

    private static void Below(double value, double bound, string where) =>
        Assert.True(value == 0 || value <= (bound * (1 + Tolerance)) + 1e-12, $"{where}: {value:R} is above {bound:R}");

    private static double Any(Random random, bool isCorner) => isCorner ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1;

    private static double Length(ReadOnlySpan<double> v) => System.Numerics.Tensors.TensorPrimitives.Norm<double>(v);
}
