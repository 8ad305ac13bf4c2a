using System;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured;

/// <summary>Inverse of a symmetric positive definite matrix by halves (Schur complements), so that nearly all of it is matrix products;
/// in floating point, for searches only.</summary>
internal static class SymmetricInverse
{
    private const int Small = 24;

    /// <summary>Finds the inverse and the logarithm of the determinant; false where the matrix is not positive definite.</summary>
    /// <param name="matrix">[n, n], row by row.</param>
    /// <param name="n">Its order.</param>
    /// <param name="inverse">[n, n].</param>
    /// <param name="logDeterminant">ln det.</param>
    public static bool TryFind(ReadOnlySpan<double> matrix, int n, Span<double> inverse, out double logDeterminant)
    {
        if (n <= Small)
        {
            return TryFindSmall(matrix, n, inverse, out logDeterminant);
        }

        int k = n / 2;
        int m = n - k;
        double[] first = Block(matrix, n, 0, 0, k, k);
        double[] firstInverse = new double[k * k];
        if (!TryFind(first, k, firstInverse, out logDeterminant))
        {
            return false;
        }

        double[] lower = Block(matrix, n, k, 0, m, k);
        double[] product = new double[m * k];
        Gemm.Add<double>(lower, k, 1, firstInverse, 1, product, k, m, k, k);
        double[] schur = Block(matrix, n, k, k, m, m);
        Gemm.Add<double>(product, k, 1, Transposed(lower, m, k), -1, schur, m, m, k, m);
        double[] schurInverse = new double[m * m];
        if (!TryFind(schur, m, schurInverse, out double rest))
        {
            return false;
        }

        logDeterminant += rest;
        double[] corner = new double[m * k];
        Gemm.Add<double>(schurInverse, m, 1, product, -1, corner, k, m, m, k);
        Gemm.Add<double>(product, 1, k, corner, -1, firstInverse, k, k, m, k);
        for (int row = 0; row < k; row++)
        {
            firstInverse.AsSpan(row * k, k).CopyTo(inverse[(row * n)..]);
        }

        for (int row = 0; row < m; row++)
        {
            corner.AsSpan(row * k, k).CopyTo(inverse[((k + row) * n)..]);
            schurInverse.AsSpan(row * m, m).CopyTo(inverse[(((k + row) * n) + k)..]);
            for (int column = 0; column < k; column++)
            {
                inverse[(column * n) + k + row] = corner[(row * k) + column];
            }
        }

        return true;
    }

    /// <summary>The transpose of a matrix [rows, columns].</summary>
    public static double[] Transposed(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        double[] transposed = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return transposed;
    }

    /// <summary>Lower triangular L with L Lᵀ = matrix; false where it is not positive definite.</summary>
    public static bool TryFactorize(ReadOnlySpan<double> matrix, int n, Span<double> factor)
    {
        factor.Clear();
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = factor.Slice(i * n, n);
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[(i * n) + j] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(row[..j], factor.Slice(j * n, j));
                if (i == j && !(rest > 0))
                {
                    return false;
                }

                factor[(i * n) + j] = i == j ? Math.Sqrt(rest) : rest / factor[(j * n) + j];
            }
        }

        return true;
    }

    /// <summary>The inverse of a lower triangular matrix.</summary>
    public static double[] OfTriangle(ReadOnlySpan<double> factor, int n)
    {
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = inverse.AsSpan(i * n, n);
            for (int k = 0; k < i; k++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(
                    inverse.AsSpan(k * n, k + 1),
                    -factor[(i * n) + k],
                    row[..(k + 1)],
                    row
                );
            }

            row[i] = 1;
            System.Numerics.Tensors.TensorPrimitives.Divide<double>(row[..(i + 1)], factor[(i * n) + i], row);
        }

        return inverse;
    }

    private static bool TryFindSmall(ReadOnlySpan<double> matrix, int n, Span<double> inverse, out double logDeterminant)
    {
        logDeterminant = 0;
        double[] factor = new double[n * n];
        if (!TryFactorize(matrix, n, factor))
        {
            return false;
        }

        double[] root = OfTriangle(factor, n);
        inverse[..(n * n)].Clear();
        Gemm.Add<double>(root, 1, n, root, 1, inverse, n, n, n, n);
        for (int k = 0; k < n; k++)
        {
            logDeterminant += 2 * Math.Log(factor[(k * n) + k]);
        }

        return true;
    }

    private static double[] Block(ReadOnlySpan<double> matrix, int stride, int row, int column, int rows, int columns)
    {
        double[] block = new double[rows * columns];
        for (int k = 0; k < rows; k++)
        {
            matrix.Slice(((row + k) * stride) + column, columns).CopyTo(block.AsSpan(k * columns));
        }

        return block;
    }
}
