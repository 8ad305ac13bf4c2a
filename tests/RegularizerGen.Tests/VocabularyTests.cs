using System;
using System.Linq;

namespace RegularizerGen.Tests;

/// <summary>The executable vocabulary: values, and errors that tell sizes.</summary>
public sealed class VocabularyTests
{
    private static readonly Signal A = new(1, 2, 3);
    private static readonly Signal B = new(4, -5, 6);

    [Fact]
    public void Operators_ActElementByElement()
    {
        Assert.Equal([5, -3, 9], (A + B).ToArray());
        Assert.Equal([-3, 7, -3], (A - B).ToArray());
        Assert.Equal([4, -10, 18], (A * B).ToArray());
        Assert.Equal([0, -1, -2], (1 - A).ToArray());
        Assert.Equal([2, 4, 6], (2 * A).ToArray());
        Assert.Equal([0.5, 1, 1.5], (A / 2).ToArray());
        Assert.Equal([-1, -2, -3], (-A).ToArray());
        Assert.Equal([1.5, 3, 4.5], (new Scalar(1.5) * A).ToArray());
    }

    [Fact]
    public void Weights_ActOnSignals()
    {
        var w = new Matrix(2, 3, [1, 0, -1, 2, 1, 0]);
        Assert.Equal([-2, 4], (w * A).ToArray());
        Assert.Equal([2, 2, 0], (new Diagonal([2, 1, 0]) * A).ToArray());
        Assert.Equal([1.5, 2.5, 3.5], (A + new Bias([.5, .5, .5])).ToArray());
    }

    [Fact]
    public void Mismatches_TellTheSizes()
    {
        Assert.Contains("lengths 3 and 2", Assert.Throws<ArgumentException>(() => A + new Signal(1, 2)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "2 x 2 matrix cannot act on a signal of length 3",
            Assert.Throws<ArgumentException>(() => new Matrix(2, 2, [1, 2, 3, 4]) * A).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "does not have 3 values",
            Assert.Throws<ArgumentException>(() => new Matrix(2, 2, [1, 2, 3])).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>On the diagonal of a square matrix of its length only.</summary>
    [Fact]
    public void DiagonalsAndIdentities_AreAddedToSquareMatrices()
    {
        var square = new Matrix(2, 2, [1, 2, 3, 4]);
        Assert.Equal([-1, 2, 3, 1], Entries(square - new Diagonal([2, 3])));
        Assert.Equal([3, 2, 3, 7], Entries(new Diagonal([2, 3]) + square));
        Assert.Equal([0.5, 2, 3, 3.5], Entries(square - (0.5 * Matrix.Identity)));
        var wide = new Matrix(2, 3, new double[6]);
        Func<object>[] wrong =
        [
            () => wide - new Diagonal([1, 2]),
            () => wide + new Diagonal([1, 2, 3]),
            () => new Diagonal([1]) + square,
            () => wide + Matrix.Identity,
        ];
        string[] messages = [.. wrong.Select(w => Assert.Throws<ArgumentException>(w).Message)];
        Assert.All(messages, m => Assert.Contains("cannot be added", m, StringComparison.Ordinal));
        Assert.Contains("2 x 3 matrix and a diagonal of length 2", messages[0], StringComparison.Ordinal);

        static double[] Entries(Matrix matrix) => [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]];
    }

    [Fact]
    public void Views_CheckTheirMemory()
    {
        Assert.Throws<ArgumentException>(() => new MatrixSpan<float>(new float[5], 2, 3).Rows);
        Assert.Throws<ArgumentException>(() => new MatrixSpan<float>(new float[5], 2, 3, 3, 1).Rows);
        Assert.Throws<ArgumentException>(() => new MatrixSpan<float>(new float[5], 2, -3, 3, 1).Rows);
        Assert.Throws<ArgumentException>(() => new BiasSpan<float>(new float[5], new float[4]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixSpan<float>(new float[6], 2, 3).RowBlock(1, 2).Rows);
        var view = new MatrixSpan<float>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal(6, view.Transpose[2, 1]);
        Assert.Equal(4, view.RowBlock(1, 1)[0, 0]);
    }
}
