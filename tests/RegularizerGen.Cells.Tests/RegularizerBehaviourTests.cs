using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What a user of one regularizer meets: errors, allocation, extremes, read-out, packed weights.</summary>
public sealed class RegularizerBehaviourTests
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
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void NonFiniteWeight_IsNamedAndNothingIsWritten(double value, string what)
    {
        foreach (string name in new[] { "Ug", "bo" })
        {
            Lstm.Parameters<double> p = RandomDouble(1);
            var gradients = new Lstm.Parameters<double>(Shape);
            gradients.Span.Fill(7);
            if (name == "Ug")
            {
                p.View.Ug[3, 4] = value;
            }
            else
            {
                p.View.bo.First[4] = value;
            }

            var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
            ArgumentException problem = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(p.View, gradients.View, 1));
            Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal);
            Assert.Contains(what, problem.Message, StringComparison.Ordinal);
            Assert.True(gradients.Span.ToArray().All(g => g == 7));
        }
    }

    [Fact]
    public void WrongShapes_AreNamedAndNothingIsWritten()
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var other = new Lstm.Parameters<double>(inputs: 5, units: 8);
        var gradients = new Lstm.Parameters<double>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        ArgumentException weight = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(other.View, gradients.View, 1));
        Assert.Contains("weight 'Wi' is 8 x 5; it must be 9 x 5", weight.Message, StringComparison.Ordinal);
        ArgumentException gradient = Assert.Throws<ArgumentException>(() => regularizer.AddGradient(p.View, other.View, 1));
        Assert.Contains("gradient 'Wi'", gradient.Message, StringComparison.Ordinal);
        Assert.True(gradients.Span.ToArray().All(g => g == 0) && other.Span.ToArray().All(g => g == 0));
    }

    [Fact]
    public void Passes_NameAWeightOfTheWrongShapeAndWriteNothing()
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var other = new Lstm.Parameters<double>(inputs: 5, units: 8);
        var unrolled = new Lstm.Unrolled<double>(Shape, steps: 2, batch: 1);
        double[] inputs = new double[10];
        double[] inputGradient = [.. Enumerable.Repeat(7.0, 10)];
        Assert.Contains(
            "weight 'Wi' is 8 x 5; it must be 9 x 5",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(other.View, inputs)).Message,
            StringComparison.Ordinal
        );
        unrolled.Forward(p.View, inputs);
        string message = Assert
            .Throws<ArgumentException>(() => unrolled.Backward(p.View, inputs, new double[18], other.View, inputGradient))
            .Message;
        Assert.Contains("gradient 'Wi' is 8 x 5", message, StringComparison.Ordinal);
        Assert.True(inputGradient.All(g => g == 7) && other.Span.ToArray().All(g => g == 0));
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        void Refused(TikhonovOptions options, string name) =>
            Assert.Contains(
                name,
                Assert.Throws<ArgumentException>(() => new Lstm.TikhonovRegularizer<double>(Shape, options)).Message,
                StringComparison.Ordinal
            );
        Refused(new() { Horizon = 0 }, "Horizon is 0");
        Refused(new() { Horizon = 10_001 }, "Horizon");
        Refused(new() { NormFloor = -1 }, "NormFloor");
        Refused(new() { NormFloor = double.NaN }, "NormFloor");
        Refused(new() { Saturation = 0 }, "Saturation");
        Refused(new() { InputBound = -0.5 }, "InputBound");
        Refused(new() { InputBound = double.NaN }, "InputBound");
        Refused(new() { ReadOutRows = -1 }, "ReadOutRows");
        Refused(new() { Perturbation = (Perturbation)17 }, "Perturbation");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void BadStrength_IsNamed(double strength)
    {
        Lstm.Parameters<double> p = RandomDouble(1);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        Assert.Contains(
            "strength",
            Assert.Throws<ArgumentException>(() => regularizer.Evaluate(p.View, strength)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OtherElementTypes_AreRefused() =>
        Assert.Contains(
            "float or double",
            Assert.Throws<ArgumentException>(() => new Lstm.TikhonovRegularizer<Half>(Shape, new TikhonovOptions())).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void BadSizes_AreNamed() =>
        Assert.Contains(
            "'units' is 0",
            Assert.Throws<ArgumentException>(() => new Lstm.Parameters<float>(inputs: 3, units: 0)).Message,
            StringComparison.Ordinal
        );

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
    public void ReadOut_ScalesTheGainAndHasItsOwnGradient()
    {
        Lstm.Parameters<double> p = RandomDouble(0.4);
        double[] c = TestCells.RandomArray(new Random(3), 2 * 9, 1);
        var options = new TikhonovOptions { Horizon = 5, ReadOutRows = 2 };
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, options);
        double Penalty() => regularizer.Evaluate(p.View, 0.3, new MatrixSpan<double>(c, 2, 9)).Penalty;
        double[] gradient = new double[c.Length];
        regularizer.AddGradient(
            p.View,
            new Lstm.Parameters<double>(Shape).View,
            0.3,
            new MatrixSpan<double>(c, 2, 9),
            new MatrixSpan<double>(gradient, 2, 9)
        );
        PassTests.AssertGradient(gradient, c, Penalty);
        Assert.Throws<ArgumentException>(() => regularizer.Evaluate(p.View, 1));
        Assert.Throws<ArgumentException>(() =>
            new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions()).Evaluate(p.View, 1, new MatrixSpan<double>(c, 2, 9))
        );
    }

    [Fact]
    public void PackedAndTransposedWeights_GiveTheSameAsOwnedOnes()
    {
        Lstm.Parameters<double> p = RandomDouble(0.5);
        Lstm.View<double> owned = p.View;

        // PyTorch packs the gates i, f, g, o as rows of [4H, X]; Keras stores [X, 4H]: here input weights the first way, recurrent ones the
        // second.
        double[] packedInput = [.. owned.Wi.Data, .. owned.Wf.Data, .. owned.Wg.Data, .. owned.Wo.Data];
        double[] packedRecurrent = new double[9 * 36];
        for (int row = 0; row < 9; row++)
        {
            for (int column = 0; column < 9; column++)
            {
                packedRecurrent[(column * 36) + row] = owned.Ui[row, column];
                packedRecurrent[(column * 36) + 9 + row] = owned.Uf[row, column];
                packedRecurrent[(column * 36) + 18 + row] = owned.Ug[row, column];
                packedRecurrent[(column * 36) + 27 + row] = owned.Uo[row, column];
            }
        }

        double[] firstBias = [.. owned.bi.First, .. owned.bf.First, .. owned.bg.First, .. owned.bo.First];
        double[] secondBias = [.. firstBias.Select(b => 0.25 * b)];
        firstBias = [.. firstBias.Select(b => 0.75 * b)];
        double[] inputGradient = new double[packedInput.Length];
        double[] recurrentGradient = new double[packedRecurrent.Length];
        double[] firstGradient = new double[36];
        double[] secondGradient = new double[36];

        var expected = new Lstm.Parameters<double>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions { Horizon = 6 });
        TikhonovResult a = regularizer.AddGradient(owned, expected.View, 1);
        TikhonovResult b = regularizer.AddGradient(
            Packed(packedInput, packedRecurrent, firstBias, secondBias),
            Packed(inputGradient, recurrentGradient, firstGradient, secondGradient),
            1
        );
        Assert.Equal(a.Gain, b.Gain, 1e-12 * a.Gain);
        Lstm.View<double> packedGradient = Packed(inputGradient, recurrentGradient, firstGradient, secondGradient);
        Assert.Equal(expected.View.Wg[4, 2], packedGradient.Wg[4, 2], 1e-12);
        Assert.Equal(expected.View.Uf[7, 1], packedGradient.Uf[7, 1], 1e-12);
        Assert.Equal(expected.View.bf.First.ToArray(), secondGradient[9..18], (x, y) => Math.Abs(x - y) <= 1e-12);
        Assert.Equal(firstGradient, secondGradient);

        double[] inputs = TestCells.RandomArray(new Random(5), 4 * 2 * 5, 1);
        double[] direction = TestCells.RandomArray(new Random(6), 4 * 2 * 9, 1);
        var one = new Lstm.Unrolled<double>(Shape, 4, 2);
        var two = new Lstm.Unrolled<double>(Shape, 4, 2);
        one.Forward(owned, inputs);
        two.Forward(Packed(packedInput, packedRecurrent, firstBias, secondBias), inputs);
        Assert.Equal(one.Output.ToArray(), two.Output.ToArray(), (x, y) => Math.Abs(x - y) <= 1e-13);
        expected.Span.Clear();
        Array.Clear(recurrentGradient);
        one.Backward(owned, inputs, direction, expected.View);
        two.Backward(Packed(packedInput, packedRecurrent, firstBias, secondBias), inputs, direction, packedGradient);
        Assert.Equal(expected.View.Uo[2, 6], packedGradient.Uo[2, 6], 1e-12);
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
    public void Coefficients_FoldedByHand_EqualTheAppliedGradient()
    {
        Lstm.Parameters<double> p = RandomDouble(0.5);
        var gradients = new Lstm.Parameters<double>(Shape);
        var regularizer = new Lstm.TikhonovRegularizer<double>(Shape, new TikhonovOptions());
        regularizer.AddGradient(p.View, gradients.View, 1);
        regularizer.ComputeCoefficients(p.View, 1);
        Bounds.WeightSlot slot = regularizer.Slots.First(s => s.Spec.Name == "Uf");
        double expected = gradients.View.Uf[3, 5];
        double w = p.View.Uf[3, 5];
        double folded =
            (slot.Operator.Adjoint * slot.Left[3] * slot.Right[5]) + (w > 0 ? slot.PositiveAdjoint[3] : -slot.NegativeAdjoint[3]);
        Assert.Equal(expected, folded, 1e-14);
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

    [Fact]
    public void Concatenation_GivesTheBoundOfTwoMatrices()
    {
        Evaluate.CompiledCell joined = TestCells.Find("ConcatenatedLstm");
        Evaluate.CompiledCell apart = TestCells.Find("Lstm");
        int[] sizes = [3, 4];
        var random = new Random(8);
        double[] one = TestCells.RandomArray(random, joined.Runner.ParameterCount(sizes), 0.4);
        double[] two = new double[one.Length];
        for (int gate = 0; gate < 4; gate++)
        {
            for (int row = 0; row < 4; row++)
            {
                Array.Copy(one, (gate * 28) + (row * 7), two, (gate * 12) + (row * 3), 3);
                Array.Copy(one, (gate * 28) + (row * 7) + 3, two, 48 + (gate * 16) + (row * 4), 4);
            }
        }

        Array.Copy(one, 112, two, 112, 16);
        var options = new TikhonovOptions { Horizon = 7 };
        double expected = apart.Runner.Regularize(sizes, options, two, new double[two.Length], 1).Result.Gain;
        Assert.Equal(expected, joined.Runner.Regularize(sizes, options, one, new double[one.Length], 1).Result.Gain, 1e-12 * expected);
    }

    private static Lstm.View<double> Packed(double[] input, double[] recurrent, double[] firstBias, double[] secondBias)
    {
        var w = new MatrixSpan<double>(input, 36, 5);
        MatrixSpan<double> u = new MatrixSpan<double>(recurrent, 9, 36).Transpose;
        return new Lstm.View<double>
        {
            Wi = w.RowBlock(0, 9),
            Wf = w.RowBlock(9, 9),
            Wg = w.RowBlock(18, 9),
            Wo = w.RowBlock(27, 9),
            Ui = u.RowBlock(0, 9),
            Uf = u.RowBlock(9, 9),
            Ug = u.RowBlock(18, 9),
            Uo = u.RowBlock(27, 9),
            bi = new(firstBias.AsSpan(0, 9), secondBias.AsSpan(0, 9)),
            bf = new(firstBias.AsSpan(9, 9), secondBias.AsSpan(9, 9)),
            bg = new(firstBias.AsSpan(18, 9), secondBias.AsSpan(18, 9)),
            bo = new(firstBias.AsSpan(27, 9), secondBias.AsSpan(27, 9)),
        };
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
