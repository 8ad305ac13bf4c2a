using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Network;

/// <summary>Vectors of one width, step by step; a single one where no steps are left.</summary>
/// <param name="Width">Width of a row.</param>
/// <param name="Values">Row after row.</param>
internal sealed record Sequence(int Width, double[] Values)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Values.Length / Width;

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Width, Width);

    /// <summary>One element.</summary>
    public double this[int row, int channel] => Values[(row * Width) + channel];

    /// <summary>The rows in the order that is asked for.</summary>
    public Sequence Select(IEnumerable<int> rows) => new(Width, [.. rows.SelectMany(r => Row(r).ToArray())]);

    /// <summary>The rows from the last to the first.</summary>
    public Sequence Reversed() => Select(Enumerable.Range(0, Rows).Reverse());

    /// <summary>Every value on its own.</summary>
    public Sequence Map(Func<double, double> function) => new(Width, Array.ConvertAll(Values, v => function(v)));

    /// <summary>Rows of several sequences side by side.</summary>
    public static Sequence Beside(IReadOnlyList<Sequence> parts)
    {
        int width = parts.Sum(p => p.Width);
        double[] values = new double[width * parts[0].Rows];
        int start = 0;
        foreach (Sequence part in parts)
        {
            for (int row = 0; row < part.Rows; row++)
            {
                part.Row(row).CopyTo(values.AsSpan((row * width) + start));
            }

            start += part.Width;
        }

        return new Sequence(width, values);
    }

    /// <summary>Some of the columns, one after the other.</summary>
    public Sequence Columns(int start, int count)
    {
        double[] values = new double[Rows * count];
        for (int row = 0; row < Rows; row++)
        {
            Row(row).Slice(start, count).CopyTo(values.AsSpan(row * count));
        }

        return new Sequence(count, values);
    }
}
