using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>
/// Cholesky factorization of s²I - G, where G is the smaller of WᵀW and WWᵀ: where it runs to completion, s bounds the spectral norm of W
/// up to rounding (Rump, BIT 46, 2006); where it does not, what it has found is a direction in which W stretches by at least s.
/// </summary>
internal static class ShiftedCholesky
{
    /// <summary>Order of the smaller Gram matrix.</summary>
    public static int Order(int rows, int columns) => Math.Min(rows, columns);

    /// <summary>Lower triangle of the smaller Gram matrix of a row-major matrix, row by row; every entry is a sum of max(rows, columns)
    /// rounded products.</summary>
    public static void Gram(ReadOnlySpan<double> matrix, int rows, int columns, Span<double> gram)
    {
        int n = Order(rows, columns);
        if (rows <= columns)
        {
            for (int j = 0; j < n; j++)
            {
                Products(matrix.Slice(j * columns, columns), matrix, columns, j, n, gram[j..], n);
            }

            return;
        }

        gram[..(n * n)].Clear();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> entries = matrix.Slice(row * columns, columns);
            for (int i = 0; i < n; i++)
            {
                Span<double> target = gram.Slice(i * n, i + 1);
                TensorPrimitives.MultiplyAdd(entries[..(i + 1)], entries[i], target, target);
            }
        }
    }

    /// <summary>Factorizes s²I - G; returns the row whose pivot is not positive, or -1 where all are.</summary>
    public static int FailingPivot(ReadOnlySpan<double> gram, int n, double square, Span<double> factor)
    {
        for (int j = 0; j < n; j++)
        {
            // Column j below the diagonal: (s²I - G)_ij - Σ_k<j L_ik L_jk, divided by the pivot.
            Span<double> column = factor[j..];
            Products(factor.Slice(j * n, j), factor, n, j, n, column, n);
            double pivot = square - gram[(j * n) + j] - column[j * n];
            if (!(pivot > 0))
            {
                return j;
            }

            double root = Math.Sqrt(pivot);
            column[j * n] = root;
            for (int i = j + 1; i < n; i++)
            {
                column[i * n] = (-gram[(i * n) + j] - column[i * n]) / root;
            }
        }

        return -1;
    }

    /// <summary>After a failure at a pivot: z with zᵀ(s²I - G)z ≤ 0, in the space of the smaller Gram matrix.</summary>
    public static void Direction(ReadOnlySpan<double> factor, int n, int pivot, Span<double> z)
    {
        z.Clear();
        z[pivot] = 1;
        for (int k = 0; k < pivot; k++)
        {
            z[k] = -factor[(pivot * n) + k];
        }

        for (int k = pivot - 1; k >= 0; k--)
        {
            z[k] /= factor[(k * n) + k];
            TensorPrimitives.MultiplyAdd(factor.Slice(k * n, k), -z[k], z[..k], z[..k]);
        }
    }

    /// <summary>results[i·stride] = common · row i, for i in [from, to): four rows at once, so that the common one is loaded
    /// once.</summary>
    private static void Products(
        ReadOnlySpan<double> common,
        ReadOnlySpan<double> matrix,
        int width,
        int from,
        int to,
        Span<double> results,
        int stride
    )
    {
        int i = from;
        for (; i + 4 <= to; i += 4)
        {
            ref double a = ref MemoryMarshal.GetReference(matrix.Slice(i * width, common.Length));
            ref double b = ref MemoryMarshal.GetReference(matrix.Slice((i + 1) * width, common.Length));
            ref double c = ref MemoryMarshal.GetReference(matrix.Slice((i + 2) * width, common.Length));
            ref double d = ref MemoryMarshal.GetReference(matrix.Slice((i + 3) * width, common.Length));
            ref double with = ref MemoryMarshal.GetReference(common);
            Vector<double> va = default,
                vb = default,
                vc = default,
                vd = default;
            int k = 0;
            for (; k <= common.Length - Vector<double>.Count; k += Vector<double>.Count)
            {
                Vector<double> v = Vector.LoadUnsafe(ref with, (nuint)k);
                va += v * Vector.LoadUnsafe(ref a, (nuint)k);
                vb += v * Vector.LoadUnsafe(ref b, (nuint)k);
                vc += v * Vector.LoadUnsafe(ref c, (nuint)k);
                vd += v * Vector.LoadUnsafe(ref d, (nuint)k);
            }

            ReadOnlySpan<double> rest = common[k..];
            results[i * stride] = Vector.Sum(va) + Rest(rest, matrix[((i * width) + k)..]);
            results[(i + 1) * stride] = Vector.Sum(vb) + Rest(rest, matrix[(((i + 1) * width) + k)..]);
            results[(i + 2) * stride] = Vector.Sum(vc) + Rest(rest, matrix[(((i + 2) * width) + k)..]);
            results[(i + 3) * stride] = Vector.Sum(vd) + Rest(rest, matrix[(((i + 3) * width) + k)..]);
        }

        for (; i < to; i++)
        {
            results[i * stride] = Rest(common, matrix[(i * width)..]);
        }
    }

    private static double Rest(ReadOnlySpan<double> common, ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int k = 0; k < common.Length; k++)
        {
            sum += common[k] * row[k];
        }

        return sum;
    }
}
