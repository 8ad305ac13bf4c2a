using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Kernels;

/// <summary>Products of matrices that are symmetric, at little more than half of the price, and transposes; all row by row.</summary>
internal static class Symmetric
{
    private const int Columns = 16;
    private const int Tile = 8;

    /// <summary>The upper half, with the diagonal, of C [n, n] += coefficient · A [n, k] B [k, n]; some entries below are written
    /// as well. Strides are those of <see cref="Gemm"/>.</summary>
    public static void AddUpper(
        ReadOnlySpan<double> a,
        int rowStride,
        int columnStride,
        ReadOnlySpan<double> b,
        int bStride,
        double coefficient,
        Span<double> c,
        int cStride,
        int k,
        int n
    )
    {
        for (int start = 0; start < n && k > 0; start += Columns)
        {
            int end = Math.Min(n, start + Columns);
            Gemm.Add(a, rowStride, columnStride, b[start..], bStride, coefficient, c[start..], cStride, end, k, end - start);
        }
    }

    /// <summary>C [n, n] = A B where that is symmetric.</summary>
    public static void Product(ReadOnlySpan<double> a, int rowStride, int columnStride, ReadOnlySpan<double> b, Span<double> c, int n)
    {
        c[..(n * n)].Clear();
        AddUpper(a, rowStride, columnStride, b, n, 1, c, n, n, n);
        Mirror(c, n);
    }

    /// <summary>Copies what is above the diagonal of a matrix [n, n] to below.</summary>
    public static void Mirror(Span<double> c, int n)
    {
        for (int row = 0; row < n; row += Tile)
        {
            int rows = Math.Min(Tile, n - row);
            for (int i = row; i < row + rows; i++)
            {
                for (int j = i + 1; j < row + rows; j++)
                {
                    c[(j * n) + i] = c[(i * n) + j];
                }
            }

            for (int column = row + Tile; column < n; column += Tile)
            {
                Transpose(c[((row * n) + column)..], n, c[((column * n) + row)..], n, rows, Math.Min(Tile, n - column));
            }
        }
    }

    /// <summary>to [columns, rows] = from [rows, columns] transposed.</summary>
    public static void Transpose(ReadOnlySpan<double> from, int fromStride, Span<double> to, int toStride, int rows, int columns)
    {
        for (int left = 0; left < columns; left += Tile)
        {
            int end = Math.Min(columns, left + Tile);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> own = from[((row * fromStride) + left)..((row * fromStride) + end)];
                for (int k = 0; k < own.Length; k++)
                {
                    to[((left + k) * toStride) + row] = own[k];
                }
            }
        }
    }

    /// <summary>to [columns, rows] += coefficient · from [rows, columns] transposed.</summary>
    public static void AddTransposed(
        ReadOnlySpan<double> from,
        int fromStride,
        double coefficient,
        Span<double> to,
        int toStride,
        int rows,
        int columns
    )
    {
        Span<double> tile = stackalloc double[Tile];
        for (int row = 0; row < rows; row += Tile)
        {
            int count = Math.Min(Tile, rows - row);
            for (int column = 0; column < columns; column++)
            {
                for (int k = 0; k < count; k++)
                {
                    tile[k] = from[((row + k) * fromStride) + column];
                }

                Span<double> own = to.Slice((column * toStride) + row, count);
                TensorPrimitives.MultiplyAdd<double>(tile[..count], coefficient, own, own);
            }
        }
    }
}
