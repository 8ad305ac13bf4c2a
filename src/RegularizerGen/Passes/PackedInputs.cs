using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen.Passes;

/// <summary>The inputs of a cell side by side in one row per step and sequence, as callers have them, and each for itself, as products with
/// matrices want it.</summary>
internal static class PackedInputs
{
    /// <summary>Memory per input, [steps, batch, width].</summary>
    public static T[][] Allocate<T>(CellCore cell, int steps, int batch)
        where T : unmanaged =>
        [.. cell.Inputs.Select((_, k) => Sizes.Allocate<T>("Input [steps, batch, width]", steps, batch, cell.InputWidths[k]))];

    /// <summary>From rows to the single inputs.</summary>
    public static void Unpack<T>(IReadOnlyList<int> widths, ReadOnlySpan<T> rows, T[][] inputs)
    {
        int offset = 0;
        for (int input = 0; input < inputs.Length; offset += widths[input++])
        {
            Part(rows, RowWidth(widths), offset, inputs[input], widths[input]);
        }
    }

    /// <summary>One input of some rows into its place in them.</summary>
    public static void Pack<T>(IReadOnlyList<int> widths, int input, ReadOnlySpan<T> values, Span<T> rows)
    {
        if (widths.Count == 1)
        {
            values.CopyTo(rows);
            return;
        }

        int offset = Offset(widths, input);
        int width = widths[input];
        int row = RowWidth(widths);
        for (int k = 0; k * row < rows.Length; k++)
        {
            values.Slice(k * width, width).CopyTo(rows[((k * row) + offset)..]);
        }
    }

    /// <summary>The input that a channel of a row belongs to, and which of its own channels it is.</summary>
    public static (int Input, int Channel) Locate(IReadOnlyList<int> widths, int channel)
    {
        int input = 0;
        for (; channel >= widths[input]; input++)
        {
            channel -= widths[input];
        }

        return (input, channel);
    }

    /// <summary>Where an input begins in a row.</summary>
    public static int Offset(IReadOnlyList<int> widths, int input)
    {
        int offset = 0;
        for (int k = 0; k < input; k++)
        {
            offset += widths[k];
        }

        return offset;
    }

    private static int RowWidth(IReadOnlyList<int> widths) => Offset(widths, widths.Count);

    private static void Part<T>(ReadOnlySpan<T> rows, int row, int offset, Span<T> input, int width)
    {
        for (int k = 0; k * row < rows.Length; k++)
        {
            rows.Slice((k * row) + offset, width).CopyTo(input[(k * width)..]);
        }
    }
}
