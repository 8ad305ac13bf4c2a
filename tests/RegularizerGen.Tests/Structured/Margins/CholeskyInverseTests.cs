using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Structured.Margins;

namespace RegularizerGen.Tests.Structured.Margins;

/// <summary>The inverse of a Cholesky factor, by blocks of 16 and products by blocks of 64, around these sizes.</summary>
public sealed class CholeskyInverseTests
{
    private const int Seed = 20_261_128;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(83)]
    [InlineData(150)]
    public void Products_AreThoseOfTheInverseFactor(int n)
    {
        Matrix<double> matrix = Positive(n);
        var inverse = new CholeskyInverse(n);
        Assert.True(inverse.TryFind(UpperHalf(matrix)));
        Matrix<double> expected = matrix.Cholesky().Factor.Inverse();
        double[] x = [.. Enumerable.Range(0, n * 3).Select(k => Math.Sin(k))];
        double[] y = new double[x.Length];
        inverse.Multiply(x, y, 3);
        Check(expected * Matrix<double>.Build.DenseOfRowMajor(n, 3, x), y);
        inverse.MultiplyTransposed(x, y, 3);
        Check(expected.Transpose() * Matrix<double>.Build.DenseOfRowMajor(n, 3, x), y);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void IndefiniteMatrix_IsRefused(int n)
    {
        Matrix<double> matrix = Positive(n);
        matrix[n - 1, n - 1] = -1e-9;
        var inverse = new CholeskyInverse(n);
        Assert.False(inverse.TryFind(UpperHalf(matrix)));
        matrix[n - 1, n - 1] = double.NaN;
        Assert.False(inverse.TryFind(UpperHalf(matrix)));
    }

    /// <summary>An input that may not move at all: what is left is the matrix without it.</summary>
    [Fact]
    public void InfiniteDiagonalEntry_LeavesTheRest()
    {
        const int n = 20;
        Matrix<double> matrix = Positive(n);
        Matrix<double> without = matrix.RemoveRow(3).RemoveColumn(3);
        matrix[3, 3] = double.PositiveInfinity;
        var inverse = new CholeskyInverse(n);
        Assert.True(inverse.TryFind(UpperHalf(matrix)));
        double[] x = [.. Enumerable.Repeat(1.0, n)];
        double[] y = new double[n];
        inverse.Multiply(x, y, 1);
        Assert.Equal(0, y[3]);
        Vector<double> expected = without.Cholesky().Factor.Inverse() * Vector<double>.Build.Dense(n - 1, 1);
        Assert.Equal(expected.ToArray(), y.Where((_, k) => k != 3), (a, b) => Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a)));
    }

    private static Matrix<double> Positive(int n)
    {
        var random = new Random(Seed);
        var factor = Matrix<double>.Build.Dense(n, n, (_, _) => (2 * random.NextDouble()) - 1);
        return (factor * factor.Transpose()) + (0.1 * Matrix<double>.Build.DenseIdentity(n));
    }

    /// <summary>Row by row, with what must not be read below the diagonal.</summary>
    private static double[] UpperHalf(Matrix<double> matrix) =>
        matrix.MapIndexed((row, column, value) => column < row ? double.NaN : value).Transpose().ToColumnMajorArray();

    private static void Check(Matrix<double> expected, double[] actual)
    {
        double size = expected.L2Norm();
        Assert.Equal(expected.Transpose().ToColumnMajorArray(), actual, (a, b) => Math.Abs(a - b) <= 1e-10 * size);
    }
}
