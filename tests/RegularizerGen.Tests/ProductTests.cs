using System;
using System.Numerics;
using CsCheck;
using RegularizerGen.Kernels;
using Xunit;

namespace RegularizerGen.Tests;

/// <summary>Matrix products against naive loops, for all remainders of lanes and tiles, all strides, and depths beyond a block.</summary>
public sealed class ProductTests
{
    private static readonly Gen<(int, int, int, int)> Sizes = Gen.Select(
        Gen.Int[0, 21],
        Gen.OneOf(Gen.Int[0, 9], Gen.Int[60, 140], Gen.Int[255, 515]),
        Gen.OneOf(Gen.Int[0, 9], Gen.Int[0, 70]),
        Gen.Int[0, int.MaxValue]
    );

    [Fact]
    public void Gemm_EqualsTheNaiveProduct() => Sizes.Seeded().Sample((m, k, n, seed) => Both(m, k, n, seed), iter: 400);

    [Fact]
    public void PanelMatrix_EqualsTheNaiveProduct() =>
        Sizes.Seeded().Sample((m, k, n, seed) => BothPanels(m + 1, k + 1, n + 1, seed), iter: 400);

    /// <summary>Short rows are added up transposed.</summary>
    [Fact]
    public void MatrixGradient_EqualsTheNaiveSum() =>
        Sizes.Seeded().Sample((n, m, k, seed) => BothGradients(m, k + 1, n + 1, seed), iter: 300);

    /// <summary>A sum of one bias over rows, and its repetition.</summary>
    [Fact]
    public void Rows_AreAddedUpAndRepeated() =>
        Sizes
            .Seeded()
            .Sample(
                (n, _, length, seed) =>
                {
                    double[] rows = Draw<double>(new Random(seed), (n + 1) * (length + 1));
                    double[] sum = new double[length + 1];
                    Linear.AddBiasGradient<double>(rows, 0.5, sum);
                    for (int k = 0; k < sum.Length; k++)
                    {
                        double expected = 0;
                        for (int row = 0; row <= n; row++)
                        {
                            expected += 0.5 * rows[(row * sum.Length) + k];
                        }

                        Assert.Equal(expected, sum[k], 1e-13);
                    }

                    Linear.Repeat<double>(rows, sum.Length);
                    for (int k = 0; k < rows.Length; k++)
                    {
                        Assert.Equal(rows[k % sum.Length], rows[k]);
                    }
                },
                iter: 200
            );

    private static void Both(int m, int k, int n, int seed)
    {
        Gemm_Of<double>(m, k, n, seed, 1e-12);
        Gemm_Of<float>(m, k, n, seed, 1e-3);
    }

    private static void Gemm_Of<T>(int m, int k, int n, int seed, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        int between = random.Next(3) == 0 ? 300 : random.Next(3);
        T[] a = Draw<T>(random, (m * k * 2) + 1);
        T[] b = Draw<T>(random, k * (n + between));
        T[] c = Draw<T>(random, (m * (n + 3)) + 1);
        (int rowStride, int columnStride) = seed % 2 == 0 ? (k, 1) : (1, m);
        T[] expected = [.. c];
        Naive(m, k, n, (i, p) => a[(i * rowStride) + (p * columnStride)], (p, j) => b[(p * (n + between)) + j], expected, n + 3);
        Gemm.Add(a, rowStride, columnStride, b, n + between, T.CreateTruncating(0.5), c, n + 3, m, k, n);
        Equal(expected, c, tolerance);
    }

    private static void BothPanels(int m, int k, int n, int seed)
    {
        Panels_Of<double>(m, k, n, seed, 1e-12);
        Panels_Of<float>(m, k, n, seed, 1e-3);
    }

    private static void Panels_Of<T>(int m, int k, int n, int seed, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        T[] a = Draw<T>(random, m * k);
        T[] b = Draw<T>(random, k * n);
        T[] c = Draw<T>(random, m * n);
        bool isTransposed = seed % 2 == 0;
        T[] expected = [.. c];
        Naive(m, k, n, (i, p) => a[(i * k) + p], (p, j) => isTransposed ? b[(j * k) + p] : b[(p * n) + j], expected, n);
        var panels = new PanelMatrix<T>(k, n, "B");
        panels.Set(isTransposed ? new MatrixSpan<T>(b, n, k).Transpose : new MatrixSpan<T>(b, k, n));
        panels.AddProduct(a, T.CreateTruncating(0.5), c, m);
        Equal(expected, c, tolerance);
    }

    private static void BothGradients(int rows, int columns, int n, int seed)
    {
        Gradient_Of<double>(rows, columns, n, seed, 1e-12);
        Gradient_Of<float>(rows, columns, n, seed, 1e-3);
    }

    private static void Gradient_Of<T>(int rows, int columns, int n, int seed, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        T[] dy = Draw<T>(random, n * rows);
        T[] x = Draw<T>(random, n * columns);
        T[] gradient = Draw<T>(random, rows * columns);
        T[] expected = [.. gradient];
        Naive(rows, n, columns, (i, p) => dy[(p * rows) + i], (p, j) => x[(p * columns) + j], expected, columns);
        Linear.AddMatrixGradient(dy, x, T.CreateTruncating(0.5), gradient, n, rows, columns);
        Equal(expected, gradient, tolerance);
    }

    private static void Naive<T>(int m, int k, int n, Func<int, int, T> a, Func<int, int, T> b, T[] c, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum += double.CreateTruncating(a(i, p)) * double.CreateTruncating(b(p, j));
                }

                c[(i * stride) + j] += T.CreateTruncating(0.5 * sum);
            }
        }
    }

    private static void Equal<T>(T[] expected, T[] actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Assert.Equal(expected, actual, (x, y) => Math.Abs(double.CreateTruncating(x - y)) <= tolerance);

    private static T[] Draw<T>(Random random, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = new T[length];
        for (int k = 0; k < length; k++)
        {
            values[k] = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }

        return values;
    }
}
