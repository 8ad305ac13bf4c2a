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
        Congruence(leftTransposed, adjoint, left, inner);
        form.SolveHead(vHead);
        form.SolveChannels([], vHead, v);
        Array.Clear(wHead);
        Gemm.Add<double>(vHead, Width, 1, inner, 1, wHead, Width, form.Head, Width, Width);
        form.SolveChannels(inner, wHead, w);
        Symmetric.Transpose(vHead, Width, headTransposed, form.Head, form.Head, Width);
        for (int k = 0; k < v.Length; k++)
        {
            if (transposed[k].Length > 0)
            {
                Symmetric.Transpose(v[k], Width, transposed[k], form.ChannelWidths[k], form.ChannelWidths[k], Width);
            }
        }

        ReverseScales(adjoint);
        for (int row = 0; row + 1 < levelStarts.Length && ofBlocks != 0; row++)
        {
            ReverseLevels(row, 2 * ofBlocks);
        }

        for (int row = 0; row < form.Channels; row++)
        {
            ReverseChannel(row, s[row], ofBlocks);
        }
    }

    /// <summary>(Γ Z) of states, less T W VᵀTᵀ.</summary>
    private void ReverseScales(double[] adjoint)
    {
        Span<double> square = work.AsSpan(0, states * states);
        square.Clear();
        Symmetric.AddUpper(wHead, Width, 1, headTransposed, form.Head, 1, square, states, Width, states);
        Symmetric.Mirror(square, states);
        Span<double> product = second.AsSpan(0, states * states);
        product.Clear();
        Gemm.Add<double>(left, Width, 1, square, -1, product, states, states, states, states);
        Array.Clear(ScaleGradient);
        Symmetric.AddUpper(product, states, 1, leftTransposed, Width, 1, ScaleGradient, states, states, states);
        Symmetric.Mirror(ScaleGradient, states);
        Gemm.Add<double>(adjoint, Width, 1, Z, Width, 1, ScaleGradient, states, states, Width, states);
    }

    /// <summary>Rows of states and output: Wᵀ times a factor.</summary>
    private void ReverseLevels(int row, double factor)
    {
        int start = levelStarts[row];
        for (int column = 0; column < form.Columns; column++)
        {
            if (levels[row, column] is not { } block)
            {
                continue;
            }

            ReadOnlySpan<double> own = form.Part(column, w, wHead);
            for (int unit = 0; unit < block.Rows && block.IsDiagonal; unit++)
            {
                block.Adjoint[unit] += factor * own[(unit * Width) + start + unit];
            }

            if (!block.IsDiagonal)
            {
                Symmetric.AddTransposed(own[start..], Width, factor, block.Adjoint, block.Columns, block.Columns, block.Rows);
            }
        }
    }

    /// <summary>Rows of a channel: 2 S² R with R = (N W) Vᵀ, and of ln S: 2 S² times the diagonal of R Nᵀ, less that of V Wᵀ.</summary>
    private void ReverseChannel(int row, double[] s, double ofBlocks)
    {
        int units = s.Length;
        Span<double> change = ChannelGradient[row];
        for (int unit = 0; unit < units; unit++)
        {
            change[unit] = -Dot(v[row], w[row], unit);
        }

        Span<double> ofW = work.AsSpan(0, units * Width);
        form.Rows(row, w, wHead, ofW);
        for (int column = 0; column < form.Columns; column++)
        {
            if (form[row, column] is not { } block)
            {
                continue;
            }

            if (block.IsDiagonal)
            {
                ReadOnlySpan<double> other = form.Part(column, v, vHead);
                for (int unit = 0; unit < units; unit++)
                {
                    double own = Dot(ofW, other, unit);
                    change[unit] += own * block.Values[unit];
                    block.Adjoint[unit] += 2 * s[unit] * s[unit] * ofBlocks * own;
                }

                continue;
            }

            Span<double> product = second.AsSpan(0, units * block.Columns);
            product.Clear();
            bool isChannel = column < form.Channels;
            ReadOnlySpan<double> right = isChannel ? transposed[column] : headTransposed.AsSpan(form.Start(column));
            int stride = isChannel ? block.Columns : form.Head;
            Gemm.Add(ofW, Width, 1, right, stride, 1, product, block.Columns, units, Width, block.Columns);
            for (int unit = 0; unit < units; unit++)
            {
                ReadOnlySpan<double> own = product.Slice(unit * block.Columns, block.Columns);
                Span<double> target = block.Adjoint.AsSpan(unit * block.Columns, block.Columns);
                change[unit] += TensorPrimitives.Dot(own, block.Values.AsSpan(unit * block.Columns, block.Columns));
                TensorPrimitives.MultiplyAdd<double>(own, 2 * s[unit] * s[unit] * ofBlocks, target, target);
            }
        }

        for (int unit = 0; unit < units; unit++)
        {
            change[unit] *= 2 * s[unit] * s[unit];
        }
    }

    private double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> other, int unit) =>
        TensorPrimitives.Dot(first.Slice(unit * Width, Width), other.Slice(unit * Width, Width));
}
