using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What a user of one regularizer meets: errors, allocation, extremes, read-out, packed weights.</summary>
public sealed partial class RegularizerBehaviourTests
{
    private static readonly Lstm.Shape Shape = new(Inputs: 5, Units: 9);

    [Fact]
    public void Calls_AllocateNothing()
    {
        Lstm.Parameters<float> p = Random(1);
        var gradients = new Lstm.Parameters<float>(Shape);
        float[] inputs = new float[7 * 2 * 5];
        float[] outputGradient = new float[7 * 2 * 9];
        var unrolled = new Lstm.Unrolled<float>(Shape, steps: 7, batch: 2);
        foreach (SpectralMode mode in Enum.GetValues<SpectralMode>())
        {
            var regularizer = new Lstm.TikhonovRegularizer<float>(Shape, new TikhonovOptions { SpectralMode = mode });
            for (int warmUp = 0; warmUp < 3; warmUp++)
            {
                AllStages(regularizer);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 20; k++)
            {
                AllStages(regularizer);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        void AllStages(Lstm.TikhonovRegularizer<float> regularizer)
        {
            regularizer.AddGradient(p.View, gradients.View, 0.1);
            regularizer.Evaluate(p.View, 0.1);
            unrolled.Forward(p.View, inputs);
            unrolled.Backward(p.View, inputs, outputGradient, gradients.View, inputs);
        }
    }

    [Fact]
    public void ScaledPath_AllocatesNothingEither()
    {
        Lstm.Parameters<float> p = Random(30);
        var gradients = new Lstm.Parameters<float>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<float>(Shape, new TikhonovOptions { Horizon = 300 });
        Assert.True(double.IsPositiveInfinity(regularizer.AddGradient(p.View, gradients.View, 0.1).Gain));
        regularizer.AddGradient(p.View, gradients.View, 0.1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        regularizer.AddGradient(p.View, gradients.View, 0.1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(1e-200, 50)]
    [InlineData(1e150, 100)]
    [InlineData(1e300, 1000)]
    public void ExtremeWeightsAndHorizons_GiveFinitePenaltyAndGradient(double amplitude, int horizon)
    {
        Lstm.Parameters<double> p = RandomDouble(amplitude);
        var gradients = new Lstm.Parameters<double>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions { Horizon = horizon });
        TikhonovResult result = regularizer.AddGradient(p.View, gradients.View, 1);
        Assert.True(double.IsFinite(result.Penalty) && double.IsFinite(result.LogGain), result.ToString());
        Assert.True(gradients.Span.ToArray().All(double.IsFinite));
    }

    [Fact]
    public void ScaledNumbers_AgreeWithDoublesWhereBothCanBeUsed()
    {
        // The same network with the input scaled: gains differ by the scale exactly; 1e-110 forces scaled numbers.
        Lstm.Parameters<double> p = RandomDouble(0.5);
        var options = new TikhonovOptions
        {
            Horizon = 12,
            NormFloor = 0,
            Saturation = double.PositiveInfinity,
            ReadOutRows = 1,
        };
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, options);
        double[] readOut = [.. Enumerable.Range(1, 9).Select(k => 0.1 * k)];
        double[] readOutGradient = new double[9];
        var plain = new Lstm.Parameters<double>(Shape);
        TikhonovResult expected = regularizer.AddGradient(
            p.View,
            plain.View,
            1,
            new MatrixSpan<double>(readOut, 1, 9),
            new MatrixSpan<double>(readOutGradient, 1, 9)
        );

        double scale = Math.ScaleB(1, -400);
        double[] small = [.. readOut.Select(c => c * scale)];
        var scaled = new Lstm.Parameters<double>(Shape);
        double[] scaledReadOutGradient = new double[9];
        TikhonovResult actual = regularizer.AddGradient(
            p.View,
            scaled.View,
            1 / (scale * scale),
            new MatrixSpan<double>(small, 1, 9),
            new MatrixSpan<double>(scaledReadOutGradient, 1, 9)
        );
        Assert.Equal(expected.LogGain - (400 * Math.Log(2)), actual.LogGain, 1e-9);
        Assert.Equal(expected.Penalty, actual.Penalty, 1e-10 * expected.Penalty);
        double largest = plain.Span.ToArray().Max(Math.Abs);
        for (int k = 0; k < plain.Span.Length; k++)
        {
            Assert.Equal(plain.Span[k], scaled.Span[k], 1e-10 * largest);
        }
    }

    [Fact]
    public void Tracking_ConvergesToTheConvergedNormsAndResets()
    {
        Lstm.Parameters<double> p = RandomDouble(0.5);
        var exact = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        var tracking = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions { SpectralMode = SpectralMode.Tracking });
        double wanted = exact.Evaluate(p.View, 1).Gain;
        double first = tracking.Evaluate(p.View, 1).Gain;
        for (int k = 0; k < 400; k++)
        {
            tracking.Evaluate(p.View, 1);
        }

        Assert.True(first < wanted);
        Assert.Equal(wanted, tracking.Evaluate(p.View, 1).Gain, 1e-9 * wanted);
        tracking.ResetTracking();
        Assert.Equal(first, tracking.Evaluate(p.View, 1).Gain);
    }

    [Fact]
    public void Converged_IsRepeatableToTheBit()
    {
        Lstm.Parameters<float> p = Random(1);
        double first = new Lstm.TikhonovRegularizer<float>(Shape, new TikhonovOptions()).Evaluate(p.View, 1).Penalty;
        var again = new Lstm.TikhonovRegularizer<float>(Shape, new TikhonovOptions());
        again.Evaluate(p.View, 1);
        Assert.Equal(first, again.Evaluate(p.View, 1).Penalty);
    }

    [Fact]
    public void ZeroWeights_HaveAFiniteBoundAndGradient()
    {
        var p = new Lstm.Parameters<double>(Shape);
        var gradients = new Lstm.Parameters<double>(Shape);
        TikhonovResult result = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions()).AddGradient(p.View, gradients.View, 1);
        Assert.True(result.Gain is > 0 and < 1e-4);
        Assert.True(gradients.Span.ToArray().All(double.IsFinite));
        TikhonovResult withoutFloor = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions { NormFloor = 0 }).AddGradient(
            p.View,
            gradients.View,
            1
        );
        Assert.Equal((0, 0, double.NegativeInfinity), (withoutFloor.Penalty, withoutFloor.Gain, withoutFloor.LogGain));
    }

    [Fact]
    public void InfiniteInputBound_IsFiniteForLstmWhoseGatesSaturate()
    {
        Lstm.Parameters<double> p = RandomDouble(0.3);
        var gradients = new Lstm.Parameters<double>(Shape);
        TikhonovResult result = new Lstm.TikhonovRegularizer<double>(
            Shape,
            new TikhonovOptions { InputBound = double.PositiveInfinity }
        ).AddGradient(p.View, gradients.View, 1);
        Assert.True(double.IsFinite(result.Gain) && gradients.Span.ToArray().All(double.IsFinite));
    }

    [Fact]
    public void DeclaredRanges_AreWhereTheBoundStarts()
    {
        Evaluate.CompiledCell cell = TestCells.Find("DeclaredRanges");
        int[] sizes = TestCells.Sizes(cell);
        double[] weights = TestCells.RandomArray(new Random(2), cell.Runner.ParameterCount(sizes), 0.4);
        var regularizer = cell
            .Runner.Regularize(sizes, new TikhonovOptions { Horizon = 4 }, weights, new double[weights.Length], 1)
            .Regularizer;
        Assert.Equal((-0.5, 2), regularizer.StateRange(0, 1));
        for (int step = 0; step <= 4; step++)
        {
            Assert.Equal((-1, 1), regularizer.StateRange(step, 0));
        }
    }

    private static Lstm.Parameters<float> Random(double amplitude)
    {
        var p = new Lstm.Parameters<float>(Shape);
        p.FillUniform(new Random(11), amplitude);
        return p;
    }

    private static Lstm.Parameters<double> RandomDouble(double amplitude)
    {
        var p = new Lstm.Parameters<double>(Shape);
        p.FillUniform(new Random(11), amplitude);
        return p;
    }
}
