using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Structured.Margins;

/// <summary>The factorization.</summary>
internal sealed partial class ChannelForm
{
    private void Assemble(ReadOnlySpan<double> p, double[][] s)
    {
        p.CopyTo(head);
        Array.Clear(rightOfHead);
        Array.Clear(Gram);
        for (int k = 0; k < Channels; k++)
        {
            for (int j = k; j < Columns; j++)
            {
                Array.Clear(upper[k, j]?.Values ?? []);
            }

            Block own = upper[k, k]!;
            for (int unit = 0; unit < own.Rows; unit++)
            {
                own.Values[own.IsDiagonal ? unit : (unit * own.Rows) + unit] = s[k][unit] * s[k][unit];
            }
        }

        for (int level = 0; level + 1 < levelStarts.Length; level++)
        {
            for (int k = 0; k < Channels; k++)
            {
                SetLevel(upper[k, Columns + level], levels[level, k]);
            }

            for (int column = Channels; column < Columns; column++)
            {
                levels[level, column]?.CopyTo(rightOfHead, Head, levelStarts[level], Start(column));
            }
        }

        for (int row = 0; row < Channels; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                scaled[row, column]?.SetScaled(rows[row, column]!, s[row]);
            }

            for (int first = 0; first < Columns; first++)
            {
                for (int second = first; second < Columns && scaled[row, first] is not null; second++)
                {
                    if (scaled[row, second] is { } block)
                    {
                        AddProduct(first, second, scaled[row, first]!, block, -1);
                    }
                }
            }
        }
    }

    private static void SetLevel(Block? target, Block? level)
    {
        if (level is not null)
        {
            target!.SetTransposed(level);
        }
        else
        {
            Array.Clear(target?.Values ?? []);
        }
    }

    /// <summary>Adds sign · AᵀB to where two columns meet, in the upper half.</summary>
    private void AddProduct(int first, int second, Block a, Block b, double sign)
    {
        if (first < Channels)
        {
            upper[first, second]!.AddProduct(a, b, sign);
        }
        else if (second < Columns)
        {
            Block.AddProduct(a, b, sign, head.AsSpan((Start(first) * Head) + Start(second)), Head);
        }
        else if (first < Columns)
        {
            Block.AddProduct(b, a, sign, rightOfHead.AsSpan((levelStarts[second - Columns] * Head) + Start(first)), Head);
        }
        else
        {
            Span<double> target = Gram.AsSpan((levelStarts[first - Columns] * Width) + levelStarts[second - Columns]);
            Block.AddProduct(a, b, -sign, target, Width);
        }
    }

    private bool TryInvert(int k)
    {
        Block own = upper[k, k]!;
        if (inverses[k] is { } inverse)
        {
            return inverse.TryFind(own.Values);
        }

        for (int unit = 0; unit < own.Rows; unit++)
        {
            if (!(own.Values[unit] > 0))
            {
                return false;
            }

            roots[k][unit] = 1 / Math.Sqrt(own.Values[unit]);
        }

        return true;
    }

    private void Eliminate(int k)
    {
        for (int first = k + 1; first < upper.GetLength(1); first++)
        {
            for (int second = first; second < upper.GetLength(1) && upper[k, first] is not null; second++)
            {
                if (upper[k, second] is { } block)
                {
                    AddProduct(first, second, upper[k, first]!, block, -1);
                }
            }
        }
    }

    /// <summary>Multiplies rows of a channel by the inverse of its own factor.</summary>
    private void Through(int k, Block block)
    {
        if (block.IsDiagonal)
        {
            TensorPrimitives.Multiply<double>(block.Values, roots[k], block.Values);
        }
        else if (inverses[k] is { } inverse)
        {
            inverse.Multiply(block.Values, work, block.Columns);
            work.AsSpan(0, block.Values.Length).CopyTo(block.Values);
        }
        else
        {
            Scale(k, block.Values, block.Columns);
        }
    }

    private void Back(int k, Span<double> panel)
    {
        if (inverses[k] is { } inverse)
        {
            inverse.MultiplyTransposed(panel, work, Width);
            work.AsSpan(0, panel.Length).CopyTo(panel);
        }
        else
        {
            Scale(k, panel, Width);
        }
    }

    private void Scale(int k, Span<double> panel, int width)
    {
        for (int unit = 0; unit < roots[k].Length; unit++)
        {
            Span<double> row = panel.Slice(unit * width, width);
            TensorPrimitives.Multiply<double>(row, roots[k][unit], row);
        }
    }
}
