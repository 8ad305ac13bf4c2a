using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Tests;

/// <summary>What is proved of layers that are no cells is neither exceeded nor loose.</summary>
public sealed class StageTests
{
    private static readonly ProofSettings Settings = new(5, TimeSpan.Zero, (_, _) => { });

    [Fact]
    public void Dense_HasItsRowSumsAsGains_AndItsExtremaAsRange()
    {
        var stage = new AffineStage("dense", [1, -2, 0.5, 0.25, 0, -3], [0.1, -1], IsDiagonal: false);
        var box = new Box(new Sequence(3, [-1, 0, 2]), new Sequence(3, [1, 0.5, 4]));
        Reach reach = stage.Bound(new Reach(box, [1, 2, 0.5]), Settings);
        Close([0.1 - 1 - 1 + 1, -1 - 0.25 - 12], reach.Range.Lower.Values, -1);
        Close([0.1 + 1 + 2, -1 + 0.25 - 6], reach.Range.Upper.Values, 1);
        Close([1 + 4 + 0.25, 0.25 + 1.5], reach.Gains, 1);
    }

    [Fact]
    public void Dense_OfInfiniteEnds_KnowsNothing_ButWhatDoesNotUseThem()
    {
        var stage = new AffineStage("dense", [1, -1, 0, 0], [0, 2], IsDiagonal: false);
        Box box = Box.Within(double.PositiveInfinity, 2);
        Box range = stage.Around(box.Lower, box, Settings);
        Assert.Equal(double.NegativeInfinity, range.Lower.Values[0]);
        Assert.Equal(double.PositiveInfinity, range.Upper.Values[0]);
        Close([2], [range.Upper.Values[1]], 1);
        stage = new AffineStage("dense", [1, 1], [0], IsDiagonal: false);
        box = new Box(new Sequence(2, [double.PositiveInfinity, -5]), new Sequence(2, [double.PositiveInfinity, double.NegativeInfinity]));
        Assert.Equal(double.PositiveInfinity, stage.Around(box.Lower, box, Settings).Upper.Values[0]);
    }

    /// <summary>Products that underflow one by one add up, and what is not 0 is not claimed to be.</summary>
    [Fact]
    public void Products_ThatUnderflow_CountInGainsAndRanges()
    {
        const double Tiny = double.Epsilon;
        double[] Filled(double value) => [.. Enumerable.Repeat(value, 100)];
        var stage = new AffineStage("dense", Filled(0.4), [0], IsDiagonal: false);
        var box = new Box(new Sequence(100, Filled(-Tiny)), new Sequence(100, Filled(Tiny)));
        Reach reach = stage.Bound(new Reach(box, Filled(Tiny)), Settings);
        Assert.InRange(reach.Gains[0], 40 * Tiny, 200 * Tiny);
        Assert.InRange(reach.Range.Upper.Values[0], 40 * Tiny, 200 * Tiny);
        Assert.InRange(reach.Range.Lower.Values[0], -200 * Tiny, -40 * Tiny);
        Assert.Equal(0, stage.Bound(new Reach(box, Filled(0)), Settings).Gains[0]);
        MonotoneStage sigmoid = MonotoneStage.Of("Sigmoid", "s", 1)!;
        Assert.Equal(Tiny, sigmoid.Bound(new Reach(Box.Within(2, 1), [Tiny]), Settings).Gains[0]);
    }

    [Fact]
    public void Diagonal_TakesBothEnds()
    {
        var stage = new AffineStage("scale", [2, -0.5], [1, 0], IsDiagonal: true);
        var box = new Box(new Sequence(2, [-1, -1, 0, 0]), new Sequence(2, [1, 3, 1, 1]));
        Box around = stage.Around(box.Lower, box, Settings);
        Close([-1, -1.5, 1, -0.5], around.Lower.Values, -1);
        Close([3, 0.5, 3, 0], around.Upper.Values, 1);
    }

    [Fact]
    public void Enclosure_HoldsInExactArithmetic()
    {
        const int bits = 30; // products have twice as many: more than a double
        var random = new Random(2);
        long[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-(1L << bits), 1L << bits))];
        double[] Values(long[] drawn) => Array.ConvertAll(drawn, k => Math.ScaleB(k, -bits));
        for (int trial = 0; trial < 200; trial++)
        {
            (long[] matrix, long[] offset, long[] x) = (Draw(40), Draw(1), Draw(40));
            var point = new Sequence(40, Values(x));
            Box box = new AffineStage("dense", Values(matrix), Values(offset), IsDiagonal: false).Around(
                point,
                new Box(point, point),
                Settings
            );
            BigInteger exact = matrix.Zip(x, (m, v) => (BigInteger)m * v).Aggregate((BigInteger)offset[0] << bits, (sum, p) => sum + p);
            Assert.True((BigInteger)Math.Floor(Math.ScaleB(box.Lower.Values[0], 2 * bits)) <= exact);
            Assert.True((BigInteger)Math.Ceiling(Math.ScaleB(box.Upper.Values[0], 2 * bits)) >= exact);
            Assert.InRange(box.Upper.Values[0] - box.Lower.Values[0], double.Epsilon, 1e-12);
        }
    }

    [Fact]
    public void Sigmoid_QuartersGains()
    {
        MonotoneStage stage = MonotoneStage.Of("Sigmoid", "s", 1)!;
        Reach reach = stage.Bound(new Reach(Box.Within(2, 1), [8]), Settings);
        Assert.Equal(2, reach.Gains[0]);
        Close([1 / (1 + Math.Exp(2))], reach.Range.Lower.Values, -1);
        Close([1 / (1 + Math.Exp(-2))], reach.Range.Upper.Values, 1);
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Relu")]
    public void Gain_IsThatOfTheSteepestPlaceOfTheRange(string operation)
    {
        MonotoneStage stage = MonotoneStage.Of(operation, operation, 1)!;
        foreach ((double lower, double upper) in new[] { (-2.0, -1.0), (-1.0, 0.5), (0.5, 3.0), (-30.0, -25.0), (25.0, 30.0), (-1.0, 0.0) })
        {
            double gain = stage.Bound(new Reach(new Box(new Sequence(1, [lower]), new Sequence(1, [upper])), [1]), Settings).Gains[0];
            double steepest = Enumerable.Range(0, 1000).Max(k => Difference(stage, lower + ((upper - lower) * k / 1000)));
            Assert.InRange(gain, steepest * (1 - 1e-3), Math.Max(operation == "Relu" ? 1 : 0, (steepest * (1 + 1e-2)) + 1e-10));
        }

        static double Difference(MonotoneStage stage, double at) =>
            (stage.Function(at + 1e-6) - stage.Function(at)) / 1e-6 is var slope && at >= 0 && slope < 1e-9 ? 0 : slope;
    }

    [Fact]
    public void Sum_HasTheSumOfRangesAndGains_AndNothingThatCancels()
    {
        Chain Branch(double factor) => new("", 1, "", null, [new AffineStage("a", [factor], [1], IsDiagonal: true)], null);
        var sum = new JoinStage("sum", [Branch(2), Branch(-1), new Chain("", 1, "", null, [], null)], IsSum: true);
        var box = new Box(new Sequence(1, [-1]), new Sequence(1, [3]));
        Reach reach = sum.Bound(new Reach(box, [0.5]), Settings);
        Close([-1 - 2 - 1], reach.Range.Lower.Values, -1);
        Close([7 + 2 + 3], reach.Range.Upper.Values, 1);
        Close([0.5 * (2 + 1 + 1)], reach.Gains, 1);
        Assert.Equal([2 * 0.25 + 1 - 0.25 + 1 + 0.25], sum.Forward(new Sequence(1, [0.25])).Values);
    }

    [Fact]
    public void LastState_OfBothDirections_IsTheLastStepAndTheFirst()
    {
        var stage = new SelectStage("last", [0, 1], [false, true]);
        Assert.Equal([3, 10], stage.Forward(new Sequence(2, [1, 10, 2, 20, 3, 30])).Values);
    }

    /// <summary>Beyond what is expected by no more than rounding.</summary>
    private static void Close(double[] expected, double[] actual, int outward) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(outward * (pair.Second - pair.First), -1e-15, 1e-12));
}
