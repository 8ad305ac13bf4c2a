using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// Z = L N X⁻¹ NᵀLᵀ of the rows of new states, L = T, and of the output where that is asked for, L = 1, with X of <see
/// cref="ChannelForm"/>; and its exact reverse to the blocks of N and to T and S. With V = X⁻¹NᵀLᵀ and W = V Γ, Γ the adjoint of Z, the
/// adjoint of L N is 2Wᵀ and that of X is -V Γ Vᵀ.
/// </summary>
internal sealed partial class ContractionForm
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
            ReadOnlySpan<double> own = leftTransposed.AsSpan(levelStarts[row] * Width, (levelStarts[row + 1] - levelStarts[row]) * Width);
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
}
