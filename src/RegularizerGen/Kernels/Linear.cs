using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegularizerGen.Kernels;

/// <summary>
/// The linear parts of a cell's passes, for n signals at once (rows of a row-major [n, width] array): products with matrices and diagonals,
/// biases, and their gradients. Generated code calls these; matrices are packed once per pass, whatever the strides of their view.
/// </summary>
internal static class Linear
{
    private const int NarrowRows = 64;

    /// <summary>Copies a matrix to contiguous row-major memory.</summary>
    /// <exception cref="ArgumentException">The memory is shorter than the matrix.</exception>
    public static void Pack<T>(MatrixSpan<T> weight, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int entries = Sizes.Length<T>("A packed matrix", weight.Rows, weight.Columns);
        if (packed.Length < entries)
        {
            throw new ArgumentException(
                $"A {weight.Rows} x {weight.Columns} matrix does not fit into {packed.Length} elements.",
                nameof(packed)
            );
        }

        if (weight.IsDense)
        {
            weight.Dense.CopyTo(packed);
            return;
        }

        for (int row = 0; row < weight.Rows && weight.Columns > 0; row++)
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

    /// <summary>gradient [rows, columns] += coefficient · Σ_n dy[n]ᵀ x[n].</summary>
    /// <exception cref="ArgumentException">A size is negative, or memory is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMatrixGradient<T>(
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> x,
        T coefficient,
        Span<T> gradient,
        int n,
        int rows,
        int columns
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns <= 0 || columns > Vector<T>.Count || rows <= columns)
        {
            Gemm.Add(dy, 1, rows, x, coefficient, gradient, columns, rows, n, columns);
            return;
        }

        // Rows shorter than a vector: the transpose has long ones.
        Span<T> block = stackalloc T[NarrowRows * columns];
        for (int row = 0; row < rows; row += NarrowRows)
        {
            int count = Math.Min(NarrowRows, rows - row);
            Span<T> transposed = block[..(columns * count)];
            transposed.Clear();
            Gemm.Add(x, 1, columns, dy[Math.Min(row, dy.Length)..], rows, coefficient, transposed, count, columns, n, count);
            for (int k = 0; k < count; k++)
            {
                Span<T> target = gradient.Slice((row + k) * columns, columns);
                for (int column = 0; column < target.Length; column++)
                {
                    target[column] += transposed[(column * count) + k];
                }
            }
        }
    }

    /// <summary>Adds coefficient · bias to a row.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddBias<T>(ReadOnlySpan<T> bias, T coefficient, Span<T> row)
        where T : unmanaged, IFloatingPointIeee754<T> => Arithmetic.AddMultiple(bias, coefficient, row);

    /// <summary>Copies the first row of y [n, length] to all others.</summary>
    /// <exception cref="ArgumentException">y is no whole number of rows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Repeat<T>(Span<T> y, int length)
    {
        RequireRows(y.Length, length);
        for (int done = length; done < y.Length; done *= 2)
        {
            y[..Math.Min(done, y.Length - done)].CopyTo(y[done..]);
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n] to a bias' gradient.</summary>
    /// <exception cref="ArgumentException">dy is no whole number of rows.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBiasGradient<T>(ReadOnlySpan<T> dy, T coefficient, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRows(dy.Length, gradient.Length);
        if (!gradient.IsEmpty)
        {
            Gemm.Add([T.One], 0, 0, dy, coefficient, gradient, gradient.Length, 1, dy.Length / gradient.Length, gradient.Length);
        }
    }

    /// <summary>Adds coefficient · p ∘ x to y, row by row of [n, length].</summary>
    /// <exception cref="ArgumentException">y is no whole number of rows, or x is not as long.</exception>
    public static void AddDiagonal<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> x, T coefficient, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRows(y.Length, p.Length);
        ShapeCheck.Require(x.Length, y.Length, "signal", nameof(x));
        for (int start = 0; start < y.Length; start += p.Length)
        {
            AddScaledProduct(p, x.Slice(start, p.Length), coefficient, y.Slice(start, p.Length));
        }
    }

    /// <summary>Adds coefficient · Σ_n dy[n] ∘ x[n] to a diagonal's gradient.</summary>
    /// <exception cref="ArgumentException">dy is no whole number of rows, or x is not as long.</exception>
    public static void AddDiagonalGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> x, T coefficient, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRows(dy.Length, gradient.Length);
        ShapeCheck.Require(x.Length, dy.Length, "signal", nameof(x));
        for (int start = 0; start < dy.Length; start += gradient.Length)
        {
            AddScaledProduct(dy.Slice(start, gradient.Length), x.Slice(start, gradient.Length), coefficient, gradient);
        }
    }

    /// <summary>A row without elements would never come to an end.</summary>
    private static void RequireRows(int length, int row)
    {
        if (length > 0 && (row == 0 || length % row != 0))
        {
            throw new ArgumentException($"{length} elements are no whole number of rows of {row}.");
        }
    }

    private static void AddScaledProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, T coefficient, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (coefficient == T.One)
        {
            Arithmetic.AddProduct(a, b, y);
            return;
        }

        for (int k = 0; k < y.Length; k++)
        {
            y[k] += coefficient * a[k] * b[k];
        }
    }
}
