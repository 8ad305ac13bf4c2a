using System;
using System.Collections.Generic;
using System.Numerics;

namespace RegularizerGen.Tests.Kernels;

/// <summary>One matrix in every kind of memory that users hand in; what does not belong to it is NaN.</summary>
internal sealed class Views<T>(int rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] dense = new T[rows * columns];

    /// <summary>The number of kinds.</summary>
    public const int Kinds = 5;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>The entries, row by row.</summary>
    public Span<T> Entries => dense;

    public static Views<T> Of(int rows, int columns, double scale, int seed = 1)
    {
        var views = new Views<T>(rows, columns);
        var random = new Random(seed);
        foreach (ref T value in views.Entries)
        {
            value = T.CreateTruncating(scale * ((2 * random.NextDouble()) - 1));
        }

        return views;
    }

    /// <summary>Row-major, packed among others and not aligned, transposed, one column of many, or strided both ways.</summary>
    public MatrixSpan<T> As(int kind)
    {
        (int offset, int rowStride, int columnStride) = kind switch
        {
            0 => (0, Columns, 1),
            1 => (3, Columns + 5, 1),
            2 => (1, 1, Rows),
            3 => (2, 1, Rows + 7),
            _ => (1, (3 * Columns) + 2, 3),
        };
        T[] memory = new T[offset + (Rows * rowStride) + (Columns * columnStride)];
        Array.Fill(memory, T.NaN);
        var view = new MatrixSpan<T>(memory.AsSpan(offset), Rows, Columns, rowStride, columnStride);
        for (int k = 0; k < dense.Length; k++)
        {
            view[k / Columns, k % Columns] = dense[k];
        }

        return view;
    }

    public double this[int row, int column] => double.CreateTruncating(dense[(row * Columns) + column]);

    /// <summary>Shapes that fill vectors, that do not, and that are smaller than all.</summary>
    public static IEnumerable<(int Rows, int Columns)> Shapes => [(1, 1), (5, 3), (37, 8), (4, 16), (19, 70), (33, 33), (3, 129)];
}
