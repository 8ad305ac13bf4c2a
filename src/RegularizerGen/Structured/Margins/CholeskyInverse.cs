using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>K = L⁻¹ of a symmetric positive definite matrix L Lᵀ of order n, without allocation: by blocks, so that nearly all of it is
/// matrix products.</summary>
/// <param name="n">The order.</param>
internal sealed class CholeskyInverse(int n)
{
    private const int Width = 16;
    private const int Wide = 64;

    private readonly double[] upper = Sizes.Allocate<double>("Factor of a contraction [units, units]", n, n); // Lᵀ
    private readonly double[] inverse = new double[n * n];

    /// <summary>Finds K; false where the matrix is not positive definite.</summary>
    /// <param name="matrix">[n, n], row by row, of which the upper half is read.</param>
    public bool TryFind(ReadOnlySpan<double> matrix)
    {
        matrix[..(n * n)].CopyTo(upper);
        for (int start = 0; start < n; start += Width)
        {
            int end = Math.Min(n, start + Width);
            if (!TryFactorize(start, end))
            {
                return false;
            }

            if (end < n)
            {
                ReadOnlySpan<double> panel = upper.AsSpan((start * n) + end);
                Symmetric.AddUpper(panel, 1, n, panel, n, -1, upper.AsSpan((end * n) + end), n, end - start, n - end);
            }
        }

        Invert();
        return true;
    }

    /// <summary>y = K x, of [n, width].</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y, int width)
    {
        y[..(n * width)].Clear();
        for (int start = 0; start < n; start += Wide)
        {
            int end = Math.Min(n, start + Wide);
            Gemm.Add(inverse.AsSpan(start * n), n, 1, x, 1, y[(start * width)..], width, end - start, end, width);
        }
    }

    /// <summary>y = Kᵀ x, of [n, width].</summary>
    public void MultiplyTransposed(ReadOnlySpan<double> x, Span<double> y, int width)
    {
        y[..(n * width)].Clear();
        for (int start = 0; start < n; start += Wide)
        {
            ReadOnlySpan<double> own = inverse.AsSpan((start * n) + start);
            int rows = Math.Min(Wide, n - start);
            Gemm.Add(own, 1, n, x[(start * width)..], 1, y[(start * width)..], width, rows, n - start, width);
        }
    }

    /// <summary>Rows of Lᵀ, once those above are taken off.</summary>
    private bool TryFactorize(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            Span<double> own = upper.AsSpan((row * n) + row, n - row);
            for (int k = start; k < row; k++)
            {
                ReadOnlySpan<double> above = upper.AsSpan((k * n) + row, n - row);
                TensorPrimitives.MultiplyAdd<double>(above, -above[0], own, own);
            }

            if (!(own[0] > 0))
            {
                return false;
            }

            own[0] = Math.Sqrt(own[0]); // infinite where an input may not move at all: the rest of the row, and K's, is 0
            TensorPrimitives.Divide<double>(own[1..], own[0], own[1..]);
        }

        return true;
    }

    /// <summary>Row i of L K = 1 gives row i of K.</summary>
    private void Invert()
    {
        Array.Clear(inverse);
        for (int start = 0; start < n; start += Width)
        {
            int end = Math.Min(n, start + Width);
            for (int from = 0; from < start; from += Wide)
            {
                int to = Math.Min(start, from + Wide);
                ReadOnlySpan<double> left = upper.AsSpan((from * n) + start);
                Gemm.Add(left, 1, n, inverse.AsSpan(from * n), n, -1, inverse.AsSpan(start * n), n, end - start, to - from, to);
            }

            for (int row = start; row < end; row++)
            {
                Span<double> own = inverse.AsSpan(row * n, row + 1);
                for (int k = start; k < row; k++)
                {
                    Span<double> part = own[..(k + 1)];
                    TensorPrimitives.MultiplyAdd<double>(inverse.AsSpan(k * n, k + 1), -upper[(k * n) + row], part, part);
                }

                own[row] = 1;
                TensorPrimitives.Divide<double>(own, upper[(row * n) + row], own);
            }
        }
    }
}
