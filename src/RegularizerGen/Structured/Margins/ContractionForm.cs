using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// Z = L N X⁻¹ NᵀLᵀ of the rows of new states, L = T, and of the output where that is asked for, L = 1, with X of <see
/// cref="ChannelForm"/>; and its exact reverse to the blocks of N and to T and S. With V = X⁻¹NᵀLᵀ and W = V Γ, Γ the adjoint of Z, the
/// adjoint of L N is 2Wᵀ and that of X is -V Γ Vᵀ.
/// </summary>
internal sealed class ContractionForm
{
    private readonly Block?[,] levels; // rows of states, and of the output; by column
    private readonly int[] levelStarts;
    private readonly ChannelForm form;
    private readonly int states;
    private readonly double[] square; // P, and 1/scale² of inputs
    private readonly double[] left; // T and 1 [width, width]
    private readonly double[] leftTransposed;
    private readonly double[][] v;
    private readonly double[] vHead;
    private readonly double[][] w;
    private readonly double[] wHead;
    private readonly double[][] transposed; // by column, Vᵀ
    private readonly double[] work;
    private readonly double[] rowsOfV;
    private readonly double[] rowsOfW;

    /// <param name="difference">The step.</param>
    /// <param name="channels">Its channels that take part.</param>
    /// <param name="inputScales">By channel of the input, its scale where input and output take part; else empty.</param>
    public ContractionForm(StepDifference difference, int[] channels, double[] inputScales)
    {
        bool isWhole = inputScales.Length > 0;
        int[] ofStates = [.. Enumerable.Range(difference.Inputs, difference.States)];
        int[] sources = isWhole ? [.. ofStates, .. Enumerable.Range(0, difference.Inputs)] : ofStates;
        int[] all = [.. sources, .. channels.Select(c => difference.FirstChannel + c)];
        int[] heights = [.. ofStates.Select(s => difference.Widths[s]), .. isWhole ? [difference.Outputs] : Array.Empty<int>()];
        levelStarts = [.. Enumerable.Range(0, heights.Length + 1).Select(k => heights.Take(k).Sum())];
        states = levelStarts[difference.States];
        Width = levelStarts[^1];
        levels = new Block?[heights.Length, all.Length];
        for (int row = 0; row < heights.Length; row++)
        {
            for (int column = 0; column < all.Length; column++)
            {
                levels[row, column] = row < difference.States ? difference.Next(row, all[column]) : difference.Output(all[column]);
            }
        }

        form = new ChannelForm(difference, channels, sources, Width);
        double[] Panel(int units) => Sizes.Allocate<double>("Columns of a contraction [units, states]", units, Width);
        Z = Panel(Width);
        square = Sizes.Allocate<double>("Matrix of a contraction [states, states]", form.Head, form.Head);
        for (int k = 0; k < inputScales.Length; k++)
        {
            int at = states + k;
            square[(at * form.Head) + at] = 1 / (inputScales[k] * inputScales[k]);
        }

        (left, leftTransposed) = (Panel(Width), Panel(Width));
        v = [.. form.ChannelWidths.Select(Panel)];
        w = [.. form.ChannelWidths.Select(Panel)];
        (vHead, wHead) = (Panel(form.Head), Panel(form.Head));
        transposed = [.. all.Select(s => Panel(difference.Widths[s]))];
        int widest = form.ChannelWidths.Append(form.Head).Append(Width).Max();
        (work, rowsOfV, rowsOfW) = (Panel(widest), Panel(widest), Panel(widest));
        ScaleGradient = new double[states * states];
        ChannelGradient = [.. form.ChannelWidths.Select(c => new double[c])];
    }

    /// <summary>Order of Z: units of states, and of the output where it takes part.</summary>
    public int Width { get; }

    /// <summary>Units of all states.</summary>
    public int States => states;

    /// <summary>Widths of the channels.</summary>
    public int[] ChannelWidths => form.ChannelWidths;

    /// <summary>Z, symmetric, after <see cref="TryEvaluate"/>.</summary>
    public double[] Z { get; }

    /// <summary>The derivative by X where T becomes (1 + X/2) T, after <see cref="Reverse"/>; its symmetric part counts.</summary>
    public double[] ScaleGradient { get; }

    /// <summary>By channel, the derivative by ln S.</summary>
    public double[][] ChannelGradient { get; }

    /// <summary>Computes Z; false where X is not positive definite.</summary>
    public bool TryEvaluate(double[] t, double[][] s)
    {
        Load(t);
        Span<double> p = work.AsSpan(0, states * states);
        p.Clear();
        Gemm.Add<double>(t, 1, states, t, 1, p, states, states, states, states);
        for (int row = 0; row < states; row++)
        {
            p.Slice(row * states, states).CopyTo(square.AsSpan(row * form.Head));
        }

        if (!form.TryFactorize(square, s))
        {
            return false;
        }

        Array.Clear(vHead);
        foreach (double[] own in v)
        {
            Array.Clear(own);
        }

        for (int row = 0; row + 1 < levelStarts.Length; row++)
        {
            ReadOnlySpan<double> own = leftTransposed.AsSpan(
                levelStarts[row] * Width,
                (levelStarts[row + 1] - levelStarts[row]) * Width
            );
            for (int column = 0; column < form.Columns; column++)
            {
                levels[row, column]?.AddTransposed(own, 1, form.Part(column, v, vHead), Width);
            }
        }

        form.Reduce(v, vHead);
        Array.Clear(Z);
        Gemm.Add<double>(vHead, 1, Width, vHead, 1, Z, Width, Width, form.Head, Width);
        for (int k = 0; k < v.Length; k++)
        {
            Gemm.Add<double>(v[k], 1, Width, v[k], 1, Z, Width, Width, form.ChannelWidths[k], Width);
        }

        return true;
    }

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

    private void Load(double[] t)
    {
        Array.Clear(left);
        for (int row = 0; row < Width; row++)
        {
            if (row < states)
            {
                t.AsSpan(row * states, states).CopyTo(left.AsSpan(row * Width));
            }
            else
            {
                left[(row * Width) + row] = 1;
            }
        }

        Transpose(left, leftTransposed);
    }

    private void Transpose(ReadOnlySpan<double> from, Span<double> to)
    {
        int rows = from.Length / Width;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                to[(column * rows) + row] = from[(row * Width) + column];
            }
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
                block.Adjoint[unit] += TensorPrimitives.Dot<double>(
                    ofW.Slice(unit * Width, Width),
                    other.Slice(unit * Width, Width)
                );
            }
        }
    }
}
