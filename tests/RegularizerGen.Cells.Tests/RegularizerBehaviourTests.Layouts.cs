using System;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>The same weights in other places: packed, transposed, folded, with a read-out.</summary>
public sealed partial class RegularizerBehaviourTests
{
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
}
