using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>Calls in the wrong order, with other data than before, or with numbers that are none: an exception where the mistake is, and
/// nothing written.</summary>
public sealed class WrongUseTests
{
    private const int Steps = 3;
    private const int Batch = 2;
    private static readonly TanhNet.Shape Shape = new(Inputs: 2, Units: 3);

    [Fact]
    public void Description_WithAnotherNumberOfSizes_NamesThem()
    {
        Action[] calls =
        [
            () => LowRank.Description.Forward([1], 2, 1, new double[4], new double[4]),
            () => LowRank.Description.Certify([1, 2, 3, 4], new CertificateOptions(), new double[4]),
            () => LowRank.Description.ParameterCount([]),
        ];
        Assert.All(
            calls,
            call => Assert.Contains("sizes (inputs, units", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal)
        );
    }

    /// <summary>Finite weights, but no finite product: named by its formula, by penalties, certificates and passes alike.</summary>
    [Fact]
    public void Product_BeyondTheRangeOfDouble_IsNamedByItsFormula()
    {
        CellDescription cell = LowRank.Description;
        int[] sizes = [.. cell.SizeNames.Select(_ => 2)];
        double[] weights = new double[cell.ParameterCount(sizes)];
        double[] gradient = new double[weights.Length];
        Array.Fill(weights, 1e160);
        Action[] calls =
        [
            () => cell.Regularize(sizes, new TikhonovOptions(), weights, gradient, 1),
            () => cell.RegularizeUnitwise(sizes, new TikhonovOptions { Perturbation = Perturbation.Peak }, weights, gradient, 1),
            () => cell.Certify(sizes, new CertificateOptions(), weights),
            () => cell.Forward(sizes, 2, 1, weights, new double[4]),
        ];
        foreach (Action call in calls)
        {
            Assert.Contains(
                "The matrix 'A B', which is computed from weights",
                Assert.Throws<ArgumentException>(call).Message,
                StringComparison.Ordinal
            );
        }

        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Backward_BeforeForward_SaysWhatToDo()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        Refused<InvalidOperationException>(unrolled, p, inputs, "Run the forward pass");
    }

    [Fact]
    public void Backward_WithOtherInputsOrWeights_IsRefused()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        unrolled.Forward(p.View, inputs);
        inputs[5] += 1e-9;
        Refused<ArgumentException>(unrolled, p, inputs, "'inputs' are not those of the last forward pass: they differ from position 5 on");
        inputs[5] -= 1e-9;
        unrolled.Forward(p.View, inputs);
        Refused<ArgumentException>(unrolled, p, inputs[1..], "'inputs' has 11 values");
        foreach (int k in new[] { 0, p.Span.Length - 1 })
        {
            p.Span[k] += 1e-9;
            Refused<ArgumentException>(unrolled, p, inputs, "The weights are not those of the last forward pass");
            unrolled.Forward(p.View, inputs);
        }

        unrolled.Backward(p.View, inputs, new double[Steps * Batch * 3], new TanhNet.Parameters<double>(Shape).View);
    }

    [Fact]
    public void AForwardPassThatIsRefused_LeavesTheOneBefore()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        unrolled.Forward(p.View, inputs);
        double[] output = unrolled.Output.ToArray();
        Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, new double[3]));
        Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, [.. inputs.Select(_ => double.NaN)]));
        Assert.Equal(output, unrolled.Output.ToArray());
        unrolled.Backward(p.View, inputs, new double[Steps * Batch * 3], new TanhNet.Parameters<double>(Shape).View);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "infinite")]
    public void NonFiniteNumbers_AreNamedWithTheirPlace(double value, string what)
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        unrolled.Forward(p.View, inputs);
        double[] outputGradient = new double[Steps * Batch * 3];
        outputGradient[7] = value;
        Refused<ArgumentException>(unrolled, p, inputs, $"'outputGradient' is {what} at position 7", outputGradient);
        inputs[4] = value;
        Assert.Contains(
            $"'inputs' is {what} at position 4",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message,
            StringComparison.Ordinal
        );
        inputs[4] = 0;
        p.View.U[1, 2] = value;
        Assert.Contains(
            $"Weight 'U' is {what} at [1, 2]",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message,
            StringComparison.Ordinal
        );
        p.View.U[1, 2] = 0;
        p.View.b.First[2] = value;
        Assert.Contains(
            $"Weight 'b' is {what} at [2]",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void InputBound_IsCheckedWhereAskedFor()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        inputs[3] = -1.5;
        unrolled.Forward(p.View, inputs); // not asked for
        Assert.Equal(1, TanhNet.Unrolled<double>.DeclaredInputBound);
        unrolled.InputBound = TanhNet.Unrolled<double>.DeclaredInputBound;
        Assert.Contains(
            "'inputs' is -1.5 at position 3, beyond the InputBound 1",
            Assert.Throws<ArgumentException>(() => unrolled.Forward(p.View, inputs)).Message,
            StringComparison.Ordinal
        );
        unrolled.InputBound = 1.5;
        unrolled.Forward(p.View, inputs);
        unrolled.InputBound = double.PositiveInfinity;
        unrolled.Forward(p.View, inputs);
        Assert.Throws<ArgumentException>(() => unrolled.InputBound = double.NaN);
        Assert.Throws<ArgumentException>(() => unrolled.InputBound = -1);
    }

    [Fact]
    public void InputGradient_MayBeWhereTheInputsWere_ButNotWhereTheOutputGradientIs()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        double[] direction = TestCells.RandomArray(new Random(3), Steps * Batch * 3, 1);
        var expected = new TanhNet.Parameters<double>(Shape);
        double[] inputGradient = new double[inputs.Length];
        unrolled.Forward(p.View, inputs);
        unrolled.Backward(p.View, inputs, direction, expected.View, inputGradient);
        var actual = new TanhNet.Parameters<double>(Shape);
        unrolled.Backward(p.View, inputs, direction, actual.View, inputs);
        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
        Assert.Equal(inputGradient, inputs);

        inputs = new double[inputs.Length];
        unrolled.Forward(p.View, inputs);
        Assert.Contains(
            "must not share memory",
            Assert
                .Throws<ArgumentException>(() =>
                    unrolled.Backward(p.View, inputs, direction, actual.View, direction.AsSpan(2, inputs.Length))
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void JacobianPenalty_WithOtherInputsOrWeightsThanTheForwardPass_IsRefused()
    {
        (TanhNet.Parameters<double> p, double[] inputs, TanhNet.Unrolled<double> unrolled) = Ready();
        unrolled.Forward(p.View, inputs);
        var penalty = new TanhNet.JacobianPenalty<double>(unrolled, new JacobianOptions());
        p.Span[1] += 1;
        Assert.Contains(
            "weights are not those",
            Assert.Throws<ArgumentException>(() => penalty.Evaluate(p.View, inputs, 1)).Message,
            StringComparison.Ordinal
        );
        p.Span[1] -= 1;
        unrolled.Forward(p.View, inputs);
        inputs[0] = 0.123;
        Assert.Contains(
            "'inputs' are not those",
            Assert.Throws<ArgumentException>(() => penalty.Sensitivity(p.View, inputs)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OtherElementTypes_AreRefusedWhereverTheyEnter()
    {
        Assert.Contains(
            "not Half",
            Assert.Throws<ArgumentException>(() => new TanhNet.Parameters<Half>(1, 2)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not Half",
            Assert.Throws<ArgumentException>(() => new TanhNet.Unrolled<Half>(Shape, 1, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not Half",
            Assert.Throws<ArgumentException>(() => TanhNet.ViewOf<Half>(Shape, new Half[Shape.ParameterCount]).W.Rows).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(1e300)]
    public void FillUniform_WithABoundThatIsNone_IsRefused(double bound)
    {
        var p = new TanhNet.Parameters<float>(Shape);
        Assert.Contains(
            "The bound is",
            Assert.Throws<ArgumentException>(() => p.FillUniform(new Random(1), bound)).Message,
            StringComparison.Ordinal
        );
        Assert.All(p.Span.ToArray(), w => Assert.Equal(0, w));
    }

    private static void Refused<TException>(
        TanhNet.Unrolled<double> unrolled,
        TanhNet.Parameters<double> p,
        double[] inputs,
        string message,
        double[]? outputGradient = null
    )
        where TException : Exception
    {
        var gradients = new TanhNet.Parameters<double>(Shape);
        gradients.Span.Fill(7);
        double[] inputGradient = [.. Enumerable.Repeat(7.0, Steps * Batch * 2)];
        Assert.Contains(
            message,
            Assert
                .Throws<TException>(() =>
                    unrolled.Backward(p.View, inputs, outputGradient ?? new double[Steps * Batch * 3], gradients.View, inputGradient)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.All(gradients.Span.ToArray(), g => Assert.Equal(7, g));
        Assert.All(inputGradient, g => Assert.Equal(7, g));
    }

    private static (TanhNet.Parameters<double> Parameters, double[] Inputs, TanhNet.Unrolled<double> Unrolled) Ready()
    {
        var p = new TanhNet.Parameters<double>(Shape);
        p.FillUniform(new Random(1), 0.5);
        return (p, TestCells.RandomArray(new Random(2), Steps * Batch * 2, 1), new TanhNet.Unrolled<double>(Shape, Steps, Batch));
    }
}
