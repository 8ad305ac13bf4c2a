using System;
using System.Globalization;

namespace RegularizerGen;

/// <summary>A trainable matrix of a cell, acting on a signal: <c>W * x</c> has one element per row.</summary>
public readonly struct Matrix
{
    private readonly double[]? values;

    /// <summary>Creates a matrix from row-major values (copied).</summary>
    /// <exception cref="ArgumentException">The number of values is not rows · columns.</exception>
    public Matrix(int rows, int columns, ReadOnlySpan<double> values)
    {
        if (rows < 0 || columns < 0 || values.Length != rows * columns)
        {
            throw new ArgumentException($"A {rows} x {columns} matrix does not have {values.Length} values.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        this.values = values.ToArray();
    }

    /// <summary>Creates a matrix from a view (copied).</summary>
    public Matrix(MatrixSpan<double> values)
    {
        Rows = values.Rows;
        Columns = values.Columns;
        double[] copy = new double[Rows * Columns];
        for (int k = 0; k < copy.Length; k++)
        {
            copy[k] = values[k / Columns, k % Columns];
        }

        this.values = copy;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>One entry.</summary>
    public double this[int row, int column] => values![(row * Columns) + column];

    /// <summary>Matrix-vector product.</summary>
    /// <exception cref="ArgumentException">The signal's length is not the number of columns.</exception>
    public static Signal operator *(Matrix matrix, Signal signal)
    {
        if (signal.Length != matrix.Columns)
        {
            throw new ArgumentException($"A {matrix.Rows} x {matrix.Columns} matrix cannot act on a signal of length {signal.Length}.", nameof(signal));
        }

        double[] result = new double[matrix.Rows];
        for (int row = 0; row < result.Length; row++)
        {
            double sum = 0;
            for (int column = 0; column < matrix.Columns; column++)
            {
                sum += matrix[row, column] * signal[column];
            }

            result[row] = sum;
        }

        return Signal.Own(result);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns} matrix");
}
