using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>Ranges that hold at every step: against long sequences within the box of inputs, and so do rates on them.</summary>
public sealed class SteadyBoxTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;
    private const int Steps = 40;

    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Ranges_HoldAtEveryStep_AndSoDoesTheRate(string name)
    {
        var random = new Random(Seed);
        int found = 0;
        for (int draw = 0; draw < 4; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.3 : 0.8);
            var tubes = new BoxTubes(drawn.Cell, drawn.Weights, drawn.Inputs(0.9), () => { });
            if (SteadyBox.Find(tubes, drawn.Inputs(0.9)) is not { } ranges)
            {
                continue;
            }

            found++;
            var contraction = StructuredContraction.Find(tubes.Step, ranges, 0, () => { });
            for (int pair = 0; pair < 8; pair++)
            {
                double[] x = Inputs(drawn, random, pair);
                double[] other = Inputs(drawn, random, pair + 1);
                int common = random.Next(Steps / 2) * drawn.Cell.InputWidth;
                x.AsSpan(common).CopyTo(other.AsSpan(common));
                List<(double[][] Signals, double[] Output)> first = drawn.Run(x, tubes.Start.Lower);
                List<(double[][] Signals, double[] Output)> second = drawn.Run(other, tubes.Start.Upper);
                Inside(drawn, ranges, first, $"{name}, draw {draw}, pair {pair}");
                for (int t = common / drawn.Cell.InputWidth; t < Steps && contraction is not null; t++)
                {
                    double before = Distance(drawn, contraction, first[t].Signals, second[t].Signals, drawn.Step.State);
                    double after = Distance(drawn, contraction, first[t].Signals, second[t].Signals, drawn.Step.Next);
                    Assert.True(after <= (before * contraction.Rate * (1 + 1e-9)) + 1e-9, $"{name}, draw {draw}, step {t}");
                }
            }
        }

        output.WriteLine($"{name}: {found} of 4 have ranges.");
    }

    /// <summary>Inputs beyond what the cell declares: what is invariant for the declared ones need not hold.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void IntervalsOfLargerInputs_HoldAtEveryStep(string name)
    {
        const double Bound = 8;
        var random = new Random(Seed);
        for (int draw = 0; draw < 4; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.3 : 0.8);
            if (drawn.Ranges(Bound) is not { } ranges)
            {
                continue;
            }

            double[] bounds = [.. drawn.Step.Sources.Take(drawn.Step.Inputs).SelectMany(s => ranges.Upper(s, 0).ToArray())];
            for (int pair = 0; pair < 4; pair++)
            {
                int[] signs = [.. bounds.Select(_ => (2 * random.Next(2)) - 1)];
                double[] x =
                [
                    .. Enumerable.Range(0, Steps * bounds.Length).Select(k => bounds[k % bounds.Length] * signs[k % bounds.Length]),
                ];
                double[][] start = drawn.Draw(random, ranges, 0, drawn.States, isCorner: true);
                Inside(drawn, ranges, drawn.Run(x, start), $"{name}, draw {draw}, pair {pair}");
            }
        }
    }

    [Fact]
    public void RangesOfAnLstm_AreNarrowerThanByIntervals_AndItsRateIsLower()
    {
        var drawn = new DrawnCell(DrawnCell.All["Lstm"], [4, 16], new Random(1), 0.48 / 4);
        SetRanges wide = drawn.Ranges()!;
        var tubes = new BoxTubes(drawn.Cell, drawn.Weights, drawn.Inputs(1), () => { });
        SetRanges narrow = SteadyBox.Find(tubes, drawn.Inputs(1))!;
        for (int signal = 0; signal < drawn.Step.Widths.Count; signal++)
        {
            for (int unit = 0; unit < drawn.Step.Widths[signal]; unit++)
            {
                Assert.True(wide[signal, 0, unit].Upper >= narrow[signal, 0, unit].Upper);
                Assert.True(wide[signal, 0, unit].Lower <= narrow[signal, 0, unit].Lower);
            }
        }

        double before = StructuredContraction.Find(drawn.Step, wide, 0, () => { })!.Rate;
        double after = StructuredContraction.Find(tubes.Step, narrow, 0, () => { })!.Rate;
        output.WriteLine($"{before:F3} by intervals, {after:F3}");
        Assert.True(after < 0.8 * before);
    }

    private static void Inside(DrawnCell drawn, SetRanges ranges, List<(double[][] Signals, double[] Output)> run, string where)
    {
        for (int t = 0; t < run.Count; t++)
        {
            for (int signal = 0; signal < drawn.Step.Widths.Count; signal++)
            {
                for (int unit = 0; unit < drawn.Step.Widths[signal]; unit++)
                {
                    double value = run[t].Signals[signal][unit];
                    Enclosure range = ranges[signal, 0, unit];
                    double slack = 1e-12 * (1 + Math.Abs(value));
                    Assert.True(
                        value >= range.Lower - slack && value <= range.Upper + slack,
                        $"{where}, step {t}: signal {signal} is {value:R}, not within {range}"
                    );
                }
            }
        }
    }

    private static double Distance(DrawnCell drawn, StructuredContraction contraction, double[][] a, double[][] b, Func<int, int> signalOf)
    {
        double[] difference =
        [
            .. Enumerable.Range(0, drawn.Cell.States.Count).Select(signalOf).SelectMany(s => a[s].Zip(b[s], (v, w) => v - w)),
        ];
        int n = difference.Length;
        return Math.Sqrt(
            Enumerable
                .Range(0, n)
                .Sum(row => Math.Pow(System.Numerics.Tensors.TensorPrimitives.Dot<double>(contraction.T.AsSpan(row * n, n), difference), 2))
        );
    }

    /// <summary>A corner that is kept, one that changes, or anything.</summary>
    private static double[] Inputs(DrawnCell drawn, Random random, int kind)
    {
        double[] corner = [.. Enumerable.Range(0, drawn.Cell.InputWidth).Select(_ => random.Next(2) == 0 ? -0.9 : 0.9)];
        return
        [
            .. Enumerable
                .Range(0, Steps * drawn.Cell.InputWidth)
                .Select(k =>
                    kind % 3 == 0 ? corner[k % corner.Length]
                    : kind % 3 == 1 ? (random.Next(2) == 0 ? -0.9 : 0.9)
                    : 0.9 * ((2 * random.NextDouble()) - 1)
                ),
        ];
    }
}
