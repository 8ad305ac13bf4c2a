using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>The factorization.</summary>
internal sealed partial class ChannelForm
{
    private void Assemble(ReadOnlySpan<double> p, double[][] s)
    {
        p.CopyTo(head);
        for (int k = 0; k < Channels; k++)
        {
            for (int j = k; j < Channels; j++)
            {
                Array.Clear(upper[k, j]?.Values ?? []);
            }

            Block own = upper[k, k]!;
            for (int unit = 0; unit < own.Rows; unit++)
            {
                own.Values[own.IsDiagonal ? unit : (unit * own.Rows) + unit] = s[k][unit] * s[k][unit];
            }

            Array.Clear(panels[k] ?? []);
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
                        Subtract(first, second, scaled[row, first]!, block);
                    }
                }
            }
        }

        Mirror();
    }

    /// <summary>Subtracts AᵀB from the block of X between two columns; of the head the upper half alone.</summary>
    private void Subtract(int first, int second, Block a, Block b)
    {
        if (first >= HeadSources)
        {
            upper[first - HeadSources, second - HeadSources]!.AddProduct(a, b, -1);
            return;
        }

        bool isPanel = second >= HeadSources;
        Span<double> target = isPanel
            ? panels[second - HeadSources].AsSpan(headStarts[first])
            : head.AsSpan((headStarts[first] * Head) + headStarts[second]);
        Block.AddProduct(isPanel ? b : a, isPanel ? a : b, -1, target, Head);
    }

    private void Mirror()
    {
        for (int row = 0; row < Head; row++)
        {
            for (int column = 0; column < row; column++)
            {
                head[(row * Head) + column] = head[(column * Head) + row];
            }
        }
    }

    private bool TryInvert(int k)
    {
        Block own = upper[k, k]!;
        if (!own.IsDiagonal)
        {
            Span<double> root = work.AsSpan(0, own.Values.Length);
            bool isPositive = SymmetricInverse.TryFactorize(own.Values, own.Rows, root);
            if (isPositive)
            {
                TriangularInverse.Find(root, inverses[k], own.Rows);
            }

            return isPositive;
        }

        for (int unit = 0; unit < own.Rows; unit++)
        {
            if (!(own.Values[unit] > 0))
            {
                return false;
            }

            inverses[k][unit] = 1 / Math.Sqrt(own.Values[unit]);
        }

        return true;
    }

    private void Eliminate(int k)
    {
        for (int i = k + 1; i < Channels; i++)
        {
            if (upper[k, i] is not { } first)
            {
                continue;
            }

            for (int j = i; j < Channels; j++)
            {
                if (upper[k, j] is { } second)
                {
                    upper[i, j]!.AddProduct(first, second, -1);
                }
            }

            if (panels[k] is { } own)
            {
                first.AddTransposed(own, -1, panels[i], Head);
            }
        }

        if (panels[k] is { } panel)
        {
            Gemm.Add<double>(panel, 1, Head, panel, -1, head, Head, Head, ChannelWidths[k], Head);
        }
    }

    /// <summary>Multiplies rows of a channel by the inverse of its own factor.</summary>
    private void Through(int k, Span<double> panel, int width)
    {
        int units = ChannelWidths[k];
        if (upper[k, k]!.IsDiagonal)
        {
            for (int unit = 0; unit < units; unit++)
            {
                Span<double> row = panel.Slice(unit * width, width);
                TensorPrimitives.Multiply<double>(row, inverses[k][unit], row);
            }

            return;
        }

        Span<double> result = work.AsSpan(0, units * width);
        result.Clear();
        Gemm.Add<double>(inverses[k], units, 1, panel, 1, result, width, units, units, width);
        result.CopyTo(panel);
    }

    private void Through(int k, Block block)
    {
        if (block.IsDiagonal)
        {
            TensorPrimitives.Multiply<double>(block.Values, inverses[k], block.Values);
        }
        else
        {
            Through(k, block.Values, block.Columns);
        }
    }

    private void Back(int k, Span<double> panel)
    {
        if (upper[k, k]!.IsDiagonal)
        {
            Through(k, panel, Width);
            return;
        }

        int units = ChannelWidths[k];
        Span<double> result = work.AsSpan(0, units * Width);
        result.Clear();
        Gemm.Add<double>(inverses[k], 1, units, panel, 1, result, Width, units, units, Width);
        result.CopyTo(panel);
    }
}
