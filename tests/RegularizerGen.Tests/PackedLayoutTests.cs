using System;
using System.Linq;
using RegularizerGen.Layouts;

namespace RegularizerGen.Tests;

/// <summary>Where the gates of each framework's packed weights lie.</summary>
public sealed class PackedLayoutTests
{
    private const int Units = 3;
    private const int Inputs = 2;

    public static TheoryData<string, string> Layouts => [.. PackedLayout.All.Select(l => (l.Framework, l.Cell))];

    /// <summary>The packed entry of unit u, gate k and column c by the framework's own index arithmetic: y = x W for transposed ones, y = W
    /// x else.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void EveryGate_IsReadInPlaceFromItsBlock(string framework, string cell)
    {
        PackedLayout layout = PackedLayout.All.Single(l => l.Framework == framework && l.Cell == cell);
        int gates = layout.Gates.Count;
        double[] packed = [.. Enumerable.Range(0, gates * Units * Inputs).Select(k => (double)k)];
        double[] biases = [.. Enumerable.Range(0, (layout.Biases == PackedBias.Two ? 2 : 1) * gates * Units).Select(k => 1000.0 + k)];
        for (int gate = 0; gate < gates; gate++)
        {
            MatrixSpan<double> matrix = layout.Matrix<double>(packed, Units, Inputs, layout.Gates[gate]);
            Assert.Equal((Units, Inputs), (matrix.Rows, matrix.Columns));
            for (int unit = 0; unit < Units; unit++)
            {
                for (int column = 0; column < Inputs; column++)
                {
                    int at = layout.IsTransposed
                        ? (column * gates * Units) + (gate * Units) + unit
                        : (((gate * Units) + unit) * Inputs) + column;
                    Assert.Equal(packed[at], matrix[unit, column]);
                    matrix[unit, column] = -1; // in place
                    Assert.Equal(-1, packed[at]);
                    packed[at] = at;
                }

                double expected =
                    biases[(gate * Units) + unit] + (layout.Biases == PackedBias.Two ? biases[(gates * Units) + (gate * Units) + unit] : 0);
                Assert.Equal(expected, layout.Bias<double>(biases, Units, layout.Gates[gate])[unit]);
            }
        }
    }

    [Fact]
    public void Orders_AreTheFrameworks()
    {
        Assert.Equal(["i", "f", "g", "o"], PackedLayout.PyTorchLstm.Gates);
        Assert.Equal(["i", "o", "f", "g"], PackedLayout.OnnxLstm.Gates);
        Assert.Equal(["r", "z", "n"], PackedLayout.PyTorchGru.Gates);
        Assert.Equal(["z", "r", "n"], PackedLayout.KerasGru.Gates);
        Assert.True(PackedLayout.KerasLstm.IsTransposed && !PackedLayout.OnnxGru.IsTransposed);
    }

    [Fact]
    public void FlaxKernels_AreTransposes()
    {
        double[] kernel = [1, 2, 3, 4, 5, 6]; // [2 inputs, 3 units]
        MatrixSpan<double> matrix = FlaxLayout.Matrix<double>(kernel, Units, Inputs);
        Assert.Equal((3, 2, 4.0), (matrix.Rows, matrix.Columns, matrix[0, 1]));
    }

    [Fact]
    public void WrongUse_IsNamed()
    {
        Assert.Contains(
            "no gate 'x'; it has i, f, g, o",
            Assert.Throws<ArgumentException>(() => PackedLayout.KerasLstm.Number("x")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "has one bias per gate",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    PackedLayout.KerasLstm.RecurrentBias<double>(new double[12], 3, "i");
                })
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "have 24 elements, not 12",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    PackedLayout.PyTorchLstm.Bias<double>(new double[12], 3, "i");
                })
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
        {
            PackedLayout.PyTorchLstm.Matrix<double>(new double[5], 3, 2, "i");
        });
    }
}
