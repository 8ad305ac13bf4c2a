using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>All of it together, with a read-out, for sequences from the start.</summary>
public sealed class StructuredAnalysisTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_128;

    [Theory]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("Elman")]
    [InlineData("Mgu")]
    [InlineData("tests' ThreeInputs")]
    public void Gains_AreNotExceededFromTheStart_ThroughAReadOut(string name)
    {
        var random = new Random(Seed);
        CellDescription description = DrawnCell.All[name];
        var drawn = new DrawnCell(description, [.. description.SizeNames.Select(_ => 3)], random, 0.2);
        int units = drawn.Cell.OutputWidth;
        double[] readOut = [.. Enumerable.Range(0, 2 * units).Select(_ => (2 * random.NextDouble()) - 1)];
        var analysis = StructuredAnalysis.Find(drawn.Cell, drawn.Weights, new OutputRows(readOut, units), drawn.Inputs(0.8), () => { });
        Assert.NotNull(analysis);
        Assert.InRange(analysis.Contraction.Rate, 0, 1);
        GainSums any = analysis.Gains().AnySteps;
        double energyGain = analysis.EnergyGain();
        output.WriteLine($"{name}: rate {analysis.Contraction.Rate:F3}, peak {any.Total.Peak:F3}, finite energy {energyGain:F3}");
        Assert.True(energyGain <= any.Total.Energy * 1.01);
        double[] scales = InputSet.Scales(drawn.Cell);
        double[][] start = [.. drawn.Cell.States.Select((s, k) => Enumerable.Repeat(s.Min.Value, drawn.StateWidths[k]).ToArray())];
        double tightest = 0;
        for (int pair = 0; pair < 60; pair++)
        {
            int steps = 1 + random.Next(30);
            double[] x = Inputs(drawn, random, steps, pair % 2 == 0);
            double size = Math.Pow(10, -(pair % 4));
            double[] moves = Inputs(drawn, random, steps, pair % 3 == 0);
            double[] other = [.. x.Select((v, k) => scales[k % scales.Length] == 0 ? v : v + (size * (moves[k] - v)))];
            double[] moved = [.. x.Select((v, k) => other[k] == v ? 0 : (other[k] - v) / scales[k % scales.Length])];
            List<double[]> difference =
            [
                .. drawn.Run(x, start).Zip(drawn.Run(other, start), (a, b) => Times(readOut, [.. a.Output.Zip(b.Output, (v, w) => v - w)])),
            ];
            double peak = moved.Max(Math.Abs);
            double energy = Math.Sqrt(moved.Sum(d => d * d));
            double all = Math.Sqrt(difference.Sum(y => y.Sum(v => v * v)));
            tightest = Math.Max(tightest, all / energy / energyGain);
            Assert.True(difference[^1].Max(Math.Abs) <= any.Total.Peak * peak * (1 + 1e-6), $"pair {pair}");
            Assert.True(Math.Sqrt(difference[^1].Sum(v => v * v)) <= any.Total.WhiteNoise * energy * (1 + 1e-6), $"pair {pair}");
            Assert.True(all <= energyGain * energy * (1 + 1e-6), $"pair {pair}");
        }

        output.WriteLine($"{tightest:F2} of the gain of finite energy was found.");
    }

    [Fact]
    public void CellsWithoutRanges_HaveNoAnalysis()
    {
        DrawnCell drawn = new DrawnCell(DrawnCell.All["tests' LinearSystem"], [1, 1], new Random(Seed), 0).With(_ => 2);
        Assert.Null(StructuredAnalysis.Find(drawn.Cell, drawn.Weights, OutputRows.Units(1), drawn.Inputs(1), () => { }));
    }

    [Fact]
    public void Budget_EndsTheAnalysis()
    {
        var drawn = new DrawnCell(DrawnCell.All["Lstm"], [2, 4], new Random(Seed), 0.2);
        int calls = 0;
        void Check() => _ = calls++ < 3 ? 0 : throw new RegularizerGen.Sets.Boxes.Budget.Exceeded();
        Assert.Throws<RegularizerGen.Sets.Boxes.Budget.Exceeded>(() =>
            StructuredAnalysis.Find(drawn.Cell, drawn.Weights, OutputRows.Units(4), drawn.Inputs(1), Check)
        );
    }

    private static double[] Inputs(DrawnCell drawn, Random random, int steps, bool isCorner) =>
        [
            .. Enumerable
                .Range(0, steps * drawn.Cell.InputWidth)
                .Select(_ => 0.8 * (isCorner ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1)),
        ];

    private static double[] Times(double[] readOut, double[] y) =>
        [.. Enumerable.Range(0, readOut.Length / y.Length).Select(row => y.Select((v, k) => v * readOut[(row * y.Length) + k]).Sum())];
}
