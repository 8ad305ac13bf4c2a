using System;
using CsCheck;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests;

/// <summary>Products of wide matrices, and of those that are symmetric, against naive loops.</summary>
public sealed class SymmetricTests
{
    /// <summary>Rows of B so far apart that panels of it are copied.</summary>
    [Fact]
    public void Gemm_EqualsTheNaiveProduct_WhereRowsAreWide() =>
        Gen.Select(Gen.Int[14, 40], Gen.Int[1, 140], Gen.Int[1, 150], Gen.Int[0, int.MaxValue])
            .Seeded()
            .Sample(
                (m, k, n, seed) =>
                {
                    var random = new Random(seed);
                    int stride = n + random.Next(130);
                    double[] a = Draw(random, m * k);
                    double[] b = Draw(random, k * stride);
                    double[] c = Draw(random, m * n);
                    double[] expected = [.. c];
                    (int rowStride, int columnStride) = seed % 2 == 0 ? (k, 1) : (1, m);
                    Naive(a, rowStride, columnStride, b, stride, expected, (m, k, n));
                    Gemm.Add<double>(a, rowStride, columnStride, b, stride, 1, c, n, m, k, n);
                    Assert.Equal(expected, c, (x, y) => Math.Abs(x - y) <= 1e-12);
                },
                iter: 200
            );

    [Fact]
    public void Product_OfAMatrixAndItsTranspose_IsTheNaiveOne() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[0, int.MaxValue])
            .Seeded()
            .Sample(
                (n, seed) =>
                {
                    double[] a = Draw(new Random(seed), n * n);
                    double[] transposed = new double[n * n];
                    Symmetric.Transpose(a, n, transposed, n, n, n);
                    double[] expected = new double[n * n];
                    Naive(a, n, 1, transposed, n, expected, (n, n, n));
                    double[] actual = Draw(new Random(seed), n * n);
                    Symmetric.Product(a, n, 1, transposed, actual, n);
                    Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) <= 1e-12);
                },
                iter: 100
            );

    [Fact]
    public void Transposes_AreTransposes() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 30], Gen.Int[0, int.MaxValue])
            .Seeded()
            .Sample(
                (rows, columns, seed) =>
                {
                    var random = new Random(seed);
                    double[] from = Draw(random, rows * (columns + 2));
                    double[] added = Draw(random, columns * (rows + 1));
                    double[] before = [.. added];
                    double[] copied = new double[added.Length];
                    Symmetric.Transpose(from, columns + 2, copied, rows + 1, rows, columns);
                    Symmetric.AddTransposed(from, columns + 2, 0.5, added, rows + 1, rows, columns);
                    for (int k = 0; k < copied.Length; k++)
                    {
                        (int column, int row) = (k / (rows + 1), k % (rows + 1));
                        double expected = row < rows ? from[(row * (columns + 2)) + column] : 0;
                        Assert.Equal(expected, copied[k]);
                        Assert.Equal(before[k] + (0.5 * expected), added[k], 1e-15);
                    }
                },
                iter: 100
            );

    private static double[] Draw(Random random, int length)
    {
        double[] values = new double[length];
        for (int k = 0; k < length; k++)
        {
            values[k] = (2 * random.NextDouble()) - 1;
        }

        return values;
    }

    private static void Naive(
        double[] a,
        int rowStride,
        int columnStride,
        double[] b,
        int bStride,
        double[] c,
        (int Rows, int Inner, int Columns) sizes
    )
    {
        for (int i = 0; i < sizes.Rows; i++)
        {
            for (int j = 0; j < sizes.Columns; j++)
            {
                for (int p = 0; p < sizes.Inner; p++)
                {
                    c[(i * sizes.Columns) + j] += a[(i * rowStride) + (p * columnStride)] * b[(p * bStride) + j];
                }
            }
        }
    }
}
