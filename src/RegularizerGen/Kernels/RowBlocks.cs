using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Rows of a matrix as the kernels want them: as they are where they are contiguous, else some at a time in scratch.</summary>
internal sealed class RowBlocks<T>(int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Of a transposed matrix, what one cache line holds.
    private const int Most = 16;

    private readonly T[] scratch = Sizes.Allocate<T>("Scratch for rows [rows, columns]", Most, columns);

    /// <summary>Number of rows to take at once: all of them if they are contiguous.</summary>
    public static int Rows(MatrixSpan<T> matrix) => matrix.HasContiguousRows ? matrix.Rows : Most;

    /// <summary>A block of rows, contiguous by rows.</summary>
    public MatrixSpan<T> Read(MatrixSpan<T> matrix, int start, int count)
    {
        MatrixSpan<T> rows = matrix.RowBlock(start, Math.Min(count, matrix.Rows - start));
        if (rows.HasContiguousRows)
        {
            return rows;
        }

        var block = new MatrixSpan<T>(scratch.AsSpan(0, rows.Rows * rows.Columns), rows.Rows, rows.Columns);
        Copy(rows, block);
        return block;
    }

    /// <summary>Writes a block that was read and changed.</summary>
    public static void Write(MatrixSpan<T> block, MatrixSpan<T> matrix, int start)
    {
        if (!matrix.HasContiguousRows)
        {
            Copy(block, matrix.RowBlock(start, block.Rows));
        }
    }

    /// <summary>Column by column, which is how what is not contiguous by rows mostly lies in memory.</summary>
    private static void Copy(MatrixSpan<T> from, MatrixSpan<T> to)
    {
        for (int column = 0; column < from.Columns; column++)
        {
            ReadOnlySpan<T> source = from.Data[(column * from.ColumnStride)..];
            Span<T> target = to.Data[(column * to.ColumnStride)..];
            for (int row = 0; row < from.Rows; row++)
            {
                target[row * to.RowStride] = source[row * from.RowStride];
            }
        }
    }
}
