using System;
using System.Numerics;
using RegularizerGen.Kernels;

namespace RegularizerGen;

/// <summary>A matrix over any memory: rows, columns and both strides, so that slices of packed or transposed tensors need no
/// copy.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct MatrixSpan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A row-major matrix.</summary>
    /// <param name="data">The memory.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentException">The memory is not exactly rows · columns long.</exception>
    public MatrixSpan(Span<T> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
        int entries = Sizes.Length<T>("A row-major matrix", rows, columns);
        if (data.Length != entries)
        {
            throw new ArgumentException($"A row-major {rows} x {columns} matrix has {entries} values, not {data.Length}.", nameof(data));
        }
    }

    /// <summary>A matrix of arbitrary strides: entry [i, j] is data[i·rowStride + j·columnStride].</summary>
    /// <param name="data">The memory.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="rowStride">Distance between vertically adjacent entries.</param>
    /// <param name="columnStride">Distance between horizontally adjacent entries.</param>
    /// <exception cref="ArgumentException">A size or stride is negative, or the last entry lies outside the memory.</exception>
    public MatrixSpan(Span<T> data, int rows, int columns, int rowStride, int columnStride)
    {
        if (rows < 0 || columns < 0 || rowStride < 0 || columnStride < 0)
        {
            throw new ArgumentException(
                $"Rows ({rows}), columns ({columns}) and strides ({rowStride}, {columnStride}) must not be negative."
            );
        }

        // Products of two ints, and the sum of two of them, fit into 64 bits.
        if (rows > 0 && columns > 0 && ((rows - 1) * (long)rowStride) + ((columns - 1) * (long)columnStride) >= data.Length)
        {
            throw new ArgumentException(
                $"A {rows} x {columns} matrix with strides ({rowStride}, {columnStride}) does not fit into {data.Length} values.",
                nameof(data)
            );
        }

        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>The memory, starting at entry [0, 0].</summary>
    public Span<T> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance between vertically adjacent entries.</summary>
    public int RowStride { get; }

    /// <summary>Distance between horizontally adjacent entries.</summary>
    public int ColumnStride { get; }

    /// <summary>The same memory read as the transpose.</summary>
    public MatrixSpan<T> Transpose => new(Data, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Whether each row is contiguous.</summary>
    internal bool HasContiguousRows => ColumnStride == 1 || Columns <= 1;

    /// <summary>One entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside of the matrix.</exception>
    public ref T this[int row, int column]
    {
        get
        {
            if ((uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
            {
                ThrowOutside(row, column);
            }

            // The last entry lies inside of the memory, so that neither product overflows.
            return ref Data[(row * RowStride) + (column * ColumnStride)];
        }
    }

    /// <summary>A block of consecutive rows: one gate of a packed tensor.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block lies outside the matrix.</exception>
    public MatrixSpan<T> RowBlock(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - start);
        return new(count == 0 || Columns == 0 ? [] : Data[(start * RowStride)..], count, Columns, RowStride, ColumnStride);
    }

    /// <summary>A block of consecutive columns: what acts on one part of a concatenated signal.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block lies outside the matrix.</exception>
    public MatrixSpan<T> ColumnBlock(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Columns - start);
        return new(count == 0 || Rows == 0 ? [] : Data[(start * ColumnStride)..], Rows, count, RowStride, ColumnStride);
    }

    /// <summary>Whether all of it is one row-major block, without gaps.</summary>
    internal bool IsDense => HasContiguousRows && (RowStride == Columns || Rows <= 1) && Rows > 0 && Columns > 0;

    /// <summary>All entries; only where dense.</summary>
    internal Span<T> Dense => Data[..(Rows * Columns)];

    /// <summary>One row; only where rows are contiguous.</summary>
    internal Span<T> Row(int row) => Columns == 0 ? [] : Data.Slice(row * RowStride, Columns);

    private void ThrowOutside(int row, int column) =>
        throw new ArgumentOutOfRangeException(nameof(row), $"Entry [{row}, {column}] lies outside of a {Rows} x {Columns} matrix.");
}
