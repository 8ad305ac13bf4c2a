using System;
using System.Numerics;

namespace RegularizerGen.Tests.Kernels;

/// <summary>A matrix within an array, with a gap after every row; all that does not belong to it is NaN. The same values whatever the
/// offset.</summary>
internal sealed class Place<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Gap = 3;

    private readonly int offset;
    private readonly T[] memory;

    public Place(int offset, int rows, int columns)
    {
        this.offset = offset;
        Rows = rows;
        Columns = columns;
        memory = new T[offset + (rows * (columns + Gap))];
        Array.Fill(memory, T.NaN);
        T[] values = Values(new Random(columns), rows * columns);
        for (int row = 0; row < rows; row++)
        {
            values.AsSpan(row * columns, columns).CopyTo(Matrix.Row(row));
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public MatrixSpan<T> Matrix => new(memory.AsSpan(offset), Rows, Columns, Columns + Gap, 1);

    public double this[int row, int column] => double.CreateTruncating(Matrix[row, column]);

    /// <summary>Numbers of all signs, zeros of both among them, of very different size.</summary>
    public static T[] Values(Random random, int length)
    {
        var values = new T[length];
        for (int k = 0; k < length; k++)
        {
            double value = (2 * random.NextDouble()) - 1;
            values[k] = random.Next(8) switch
            {
                0 => T.Zero,
                1 => T.NegativeZero,
                2 => T.CreateTruncating(1e-6 * value),
                _ => T.CreateTruncating(value),
            };
        }

        return values;
    }

    /// <summary>That each entry is that of before and what was added, up to a few roundings, and nothing else was written.</summary>
    public void AssertIs(Place<T> before, Func<int, int, double> added, string message)
    {
        double unit = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < Columns; k++)
            {
                double change = added(row, k);
                double expected = before[row, k] + change;
                double error = Math.Abs(this[row, k] - expected);
                Assert.True(error <= unit * (Math.Abs(expected) + (3 * Math.Abs(change)) + 1), $"{message} at [{row}, {k}]: {error}");
            }

            before.Matrix.Row(row).CopyTo(Matrix.Row(row));
        }

        Assert.Equal(before.memory, memory);
    }
}
