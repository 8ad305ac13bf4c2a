using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>A matrix B [rows, columns] that many others are multiplied with: its columns in panels of two lanes (the last of one if that is
/// enough), each row by row and filled up with 0.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class PanelMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int rows;
    private readonly int columns;
    private readonly int lane;
    private readonly T[] panels;

    /// <param name="rows">Rows of B.</param>
    /// <param name="columns">Columns of B.</param>
    /// <param name="name">What it holds, for messages.</param>
    /// <exception cref="ArgumentException">It is too large; the message names it.</exception>
    public PanelMatrix(int rows, int columns, string name)
    {
        (this.rows, this.columns) = (rows, columns);
        lane = Lane.Count<T>(columns);
        int lanes = (columns + lane - 1) / lane;
        panels = Sizes.Allocate<T>(name + " [rows, columns, filled up]", rows, (long)lanes * lane);
    }

    /// <summary>Takes the entries; one of its two strides is 1.</summary>
    /// <exception cref="ArgumentException">The matrix has another shape.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(MatrixSpan<T> values)
    {
        ShapeCheck.Require(values, rows, columns, "matrix", nameof(values));
        for (int column = 0; column < columns; column += 2 * lane)
        {
            int width = Width(column);
            MatrixSpan<T> block = values.ColumnBlock(column, Math.Min(width, columns - column));
            Span<T> panel = panels.AsSpan(rows * column, rows * width);
            for (int row = 0; row < rows && block.HasContiguousRows; row++)
            {
                block.Row(row).CopyTo(panel[(row * width)..]);
            }

            for (int k = 0; k < block.Columns && !block.HasContiguousRows; k++)
            {
                Span<T> from = block.Transpose.Row(k);
                Span<T> to = panel[k..];
                for (int row = 0; row < from.Length; row++)
                {
                    to[row * width] = from[row];
                }
            }
        }
    }

    /// <summary>C [n, columns] += coefficient · A [n, rows] B.</summary>
    /// <exception cref="ArgumentException">A or C is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProduct(ReadOnlySpan<T> a, T coefficient, Span<T> c, int n)
    {
        var left = new Rows<T>(a[..(n * rows)], rows, 1, n, rows, coefficient);
        Span<T> sum = c[..(n * columns)];
        if (lane == Lane512<T>.Count)
        {
            AddProduct<Lane512<T>>(left, sum);
        }
        else if (lane == Lane256<T>.Count)
        {
            AddProduct<Lane256<T>>(left, sum);
        }
        else
        {
            AddProduct<Lane128<T>>(left, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddProduct<TLane>(in Rows<T> left, Span<T> c)
        where TLane : struct, ILane<TLane, T>
    {
        for (int column = 0; column < columns; column += 2 * lane)
        {
            int width = Width(column);
            ReadOnlySpan<T> panel = panels.AsSpan(rows * column, rows * width);
            int count = Math.Min(width, columns - column);
            if (width == lane)
            {
                left.Multiply<TLane>(panel, width, c[column..], columns, count);
            }
            else
            {
                left.Multiply<Twice<TLane, T>>(panel, width, c[column..], columns, count);
            }
        }
    }

    private int Width(int column) => columns - column <= lane ? lane : 2 * lane;
}
