using System;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>The reverse.</summary>
internal sealed partial class ContractionForm
{
    /// <summary>From the adjoint of Z, symmetric, to those of T and S and, times a factor, to those of the blocks of N, which it adds
    /// to.</summary>
    /// <param name="adjoint">Γ.</param>
    /// <param name="s">By channel, S.</param>
    /// <param name="ofBlocks">The factor; 0 where those of blocks are not wanted.</param>
    public void Reverse(double[] adjoint, double[][] s, double ofBlocks)
    {
        form.Complete(v, vHead);
        Array.Clear(wHead);
        Gemm.Add<double>(vHead, Width, 1, adjoint, 1, wHead, Width, form.Head, Width, Width);
        for (int k = 0; k < v.Length; k++)
        {
            Array.Clear(w[k]);
            Gemm.Add<double>(v[k], Width, 1, adjoint, 1, w[k], Width, form.ChannelWidths[k], Width, Width);
        }

        ReverseScales(adjoint);
        for (int column = 0; column < form.Columns && ofBlocks != 0; column++)
        {
            Transpose(form.Part(column, v, vHead), transposed[column]);
            ReverseLevels(column, 2 * ofBlocks);
        }

        for (int row = 0; row < form.Channels; row++)
        {
            ReverseChannel(row, s[row], ofBlocks);
        }
    }

    /// <summary>(Γ Z) of states, less (T V)(T W)ᵀ.</summary>
    private void ReverseScales(double[] adjoint)
    {
        Span<double> product = work.AsSpan(0, Width * Width);
        product.Clear();
        Gemm.Add<double>(adjoint, Width, 1, Z, 1, product, Width, Width, Width, Width);
        for (int row = 0; row < states; row++)
        {
            product.Slice(row * Width, states).CopyTo(ScaleGradient.AsSpan(row * states));
        }

        // (T W)ᵀ = WᵀTᵀ [width, states], and T V [states, width].
        Span<double> second = rowsOfW.AsSpan(0, Width * Width);
        second.Clear();
        Gemm.Add<double>(wHead, 1, Width, leftTransposed, 1, second, Width, Width, states, Width);
        Span<double> compact = rowsOfV.AsSpan(0, Width * states);
        for (int row = 0; row < Width; row++)
        {
            second.Slice(row * Width, states).CopyTo(compact[(row * states)..]);
        }

        Span<double> first = work.AsSpan(0, states * Width);
        first.Clear();
        Gemm.Add<double>(left, Width, 1, vHead.AsSpan(0, states * Width), 1, first, Width, states, states, Width);
        Gemm.Add<double>(first, Width, 1, compact, -1, ScaleGradient, states, states, Width, states);
    }

    /// <summary>Rows of states and output: (W L)ᵀ times a factor.</summary>
    private void ReverseLevels(int column, double factor)
    {
        ReadOnlySpan<double> own = form.Part(column, w, wHead);
        int units = own.Length / Width;
        Span<double> product = work.AsSpan(0, own.Length);
        product.Clear();
        Gemm.Add<double>(own, Width, 1, left, 1, product, Width, units, Width, Width);
        for (int row = 0; row + 1 < levelStarts.Length; row++)
        {
            if (levels[row, column] is not { } block)
            {
                continue;
            }

            for (int unit = 0; unit < block.Rows; unit++)
            {
                int at = levelStarts[row] + unit;
                for (int k = 0; k < block.Columns && !block.IsDiagonal; k++)
                {
                    block.Adjoint[(unit * block.Columns) + k] += factor * product[(k * Width) + at];
                }

                if (block.IsDiagonal)
                {
                    block.Adjoint[unit] += factor * product[(unit * Width) + at];
                }
            }
        }
    }

    /// <summary>Rows of a channel: 2 S² (N W) Vᵀ, and of ln S: 2 S² times the diagonal of (N V)(N W)ᵀ, less that of V Wᵀ.</summary>
    private void ReverseChannel(int row, double[] s, double ofBlocks)
    {
        int units = s.Length;
        Span<double> ofV = rowsOfV.AsSpan(0, units * Width);
        Span<double> ofW = rowsOfW.AsSpan(0, units * Width);
        form.Rows(row, v, vHead, ofV);
        form.Rows(row, w, wHead, ofW);
        for (int unit = 0; unit < units; unit++)
        {
            Span<double> own = ofW.Slice(unit * Width, Width);
            double change =
                TensorPrimitives.Dot<double>(ofV.Slice(unit * Width, Width), own)
                - TensorPrimitives.Dot<double>(v[row].AsSpan(unit * Width, Width), w[row].AsSpan(unit * Width, Width));
            double square = s[unit] * s[unit];
            ChannelGradient[row][unit] = 2 * square * change;
            TensorPrimitives.Multiply<double>(own, 2 * square * ofBlocks, own);
        }

        for (int column = 0; column < form.Columns && ofBlocks != 0; column++)
        {
            if (form[row, column] is not { } block)
            {
                continue;
            }

            if (!block.IsDiagonal)
            {
                Gemm.Add<double>(ofW, Width, 1, transposed[column], 1, block.Adjoint, block.Columns, units, Width, block.Columns);
                continue;
            }

            ReadOnlySpan<double> other = form.Part(column, v, vHead);
            for (int unit = 0; unit < units; unit++)
            {
                block.Adjoint[unit] += TensorPrimitives.Dot<double>(ofW.Slice(unit * Width, Width), other.Slice(unit * Width, Width));
            }
        }
    }
}
