using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen.Kernels;

/// <summary>
/// The linear parts of a cell's passes, for n signals at once (rows of a row-major [n, width] array): products with matrices and diagonals, biases, and
/// their gradients. Generated code calls these; matrices are packed once per pass, whatever the strides of their view.
/// </summary>
public static class Linear
{
    /// <summary>Copies a matrix to contiguous row-major memory.</summary>
    public static void Pack<T>(MatrixSpan<T> weight, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < weight.Rows; row++)
        {
            Span<T> target = packed.Slice(row * weight.Columns, weight.Columns);
            if (weight.HasContiguousRows)
            {
                weight.Row(row).CopyTo(target);
            }
            else
            {
                for (int column = 0; column < target.Length; column++)
                {
                    target[column] = weight[row, column];
                }
            }
        }
    }

    /// <summary>y [n, columns of b] += coefficient · x [n, rows of b] · b, for a packed b.</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> b, T coefficient, Span<T> y, int n, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => Gemm.Add(x, rows, 1, b, coefficient, y, columns, n, rows, columns);

    /// <summary>gradient [rows, columns] += coefficient · Σ_n dy[n]ᵀ x[n].</summary>
    public static void AddMatrixGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> x, T coefficient, MatrixSpan<T> gradient, int n, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = gradient.Rows;
        int columns = gradient.Columns;
        if (gradient.HasContiguousRows)
        {
            Gemm.Add(dy, 1, rows, x, coefficient, gradient.Data, gradient.RowStride, rows, n, columns);
            return;
        }

        Span<T> packed = scratch[..(rows * columns)];
        packed.Clear();
        Gemm.Add(dy, 1, rows, x, coefficient, packed, columns, rows, n, columns);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                gradient[row, column] += packed[(row * columns) + column];
            }
        }
    }

    /// <summary>Adds coefficient · bias to every row of y [n, length].</summary>
    public static void AddBias<T>(BiasSpan<T> bias, T coefficient, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < y.Length; start += bias.Length)
        {
            Span<T> row = y.Slice(start, bias.Length);
            TensorPrimitives.MultiplyAdd(bias.First, coefficient, row, row);
            if (!bias.Second.IsEmpty)
            {
                TensorPrimitives.MultiplyAdd(bias.Second, coefficient, row, row);
            }
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n] to a bias' gradient.</summary>
    public static void AddBiasGradient<T>(ReadOnlySpan<T> dy, T coefficient, BiasSpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < dy.Length; start += gradient.Length)
        {
            ReadOnlySpan<T> row = dy.Slice(start, gradient.Length);
            TensorPrimitives.MultiplyAdd(row, coefficient, gradient.First, gradient.First);
            if (!gradient.Second.IsEmpty)
            {
                TensorPrimitives.MultiplyAdd(row, coefficient, gradient.Second, gradient.Second);
            }
        }
    }

    /// <summary>Adds coefficient · p ∘ x to y, row by row of [n, length].</summary>
    public static void AddDiagonal<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> x, T coefficient, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < y.Length; start += p.Length)
        {
            AddScaledProduct(p, x.Slice(start, p.Length), coefficient, y.Slice(start, p.Length));
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n] ∘ x[n] to a diagonal's gradient.</summary>
    public static void AddDiagonalGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> x, T coefficient, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < dy.Length; start += gradient.Length)
        {
            AddScaledProduct(dy.Slice(start, gradient.Length), x.Slice(start, gradient.Length), coefficient, gradient);
        }
    }

    private static void AddScaledProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, T coefficient, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (coefficient == T.One)
        {
            TensorPrimitives.MultiplyAdd(a, b, y, y);
            return;
        }

        for (int k = 0; k < y.Length; k++)
        {
            y[k] += coefficient * a[k] * b[k];
        }
    }
}
