using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// Z = L G Lᵀ of the rows of new states, L = T, and of the output where that is asked for, L = 1, with G = N X⁻¹Nᵀ of <see
/// cref="ChannelForm"/>; and its exact reverse to the blocks of N and to T and S. With Γ the adjoint of Z, V = X⁻¹Nᵀ and W = V LᵀΓL, the
/// adjoint of N is 2Wᵀ and that of X is -W Vᵀ.
/// </summary>
internal sealed partial class ContractionForm
{
    private readonly Block?[,] levels; // rows of states, and of the output; by column, channels first
    private readonly int[] levelStarts;
    private readonly ChannelForm form;
    private readonly int states;
    private readonly double[] square; // P, and 1/scale² of inputs
    private readonly double[] left; // T and 1 [width, width]
    private readonly double[] leftTransposed;
    private readonly double[] inner; // LᵀΓL
    private readonly double[][] v;
    private readonly double[] vHead;
    private readonly double[][] w;
    private readonly double[] wHead;
    private readonly double[][] transposed; // by channel that a dense block acts on, Vᵀ
    private readonly double[] headTransposed;
    private readonly double[] work;
    private readonly double[] second;

    /// <param name="difference">The step.</param>
    /// <param name="channels">Its channels that take part.</param>
    /// <param name="inputScales">By channel of the input, its scale where input and output take part; else empty.</param>
    public ContractionForm(StepDifference difference, int[] channels, double[] inputScales)
    {
        bool isWhole = inputScales.Length > 0;
        int[] ofStates = [.. Enumerable.Range(difference.Inputs, difference.States)];
        int[] sources = isWhole ? [.. ofStates, .. Enumerable.Range(0, difference.Inputs)] : ofStates;
        int[] all = [.. channels.Select(c => difference.FirstChannel + c), .. sources];
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

        form = new ChannelForm(difference, channels, sources, levels, heights);
        double[] Panel(int units) => Sizes.Allocate<double>("Columns of a contraction [units, states]", units, Width);
        (Z, inner) = (Panel(Width), Panel(Width));
        square = Sizes.Allocate<double>("Matrix of a contraction [states, states]", form.Head, form.Head);
        for (int k = 0; k < inputScales.Length; k++)
        {
            int at = states + k;
            square[(at * form.Head) + at] = 1 / (inputScales[k] * inputScales[k]);
        }

        (left, leftTransposed) = (Panel(Width), Panel(Width));
        for (int k = states; k < Width; k++)
        {
            left[(k * Width) + k] = 1;
        }

        v = [.. form.ChannelWidths.Select(Panel)];
        w = [.. form.ChannelWidths.Select(Panel)];
        (vHead, wHead, headTransposed) = (Panel(form.Head), Panel(form.Head), Panel(form.Head));
        transposed = [.. Enumerable.Range(0, form.Channels).Select(k => IsMixed(k) ? Panel(form.ChannelWidths[k]) : [])];
        int widest = form.ChannelWidths.Append(form.Head).Append(Width).Max();
        (work, second) = (Panel(widest), Sizes.Allocate<double>("Work of a contraction [units, columns]", widest, widest));
        ScaleGradient = new double[states * states];
        ChannelGradient = [.. form.ChannelWidths.Select(c => new double[c])];
        bool IsMixed(int column) => Enumerable.Range(0, form.Channels).Any(row => form[row, column] is { IsDiagonal: false });
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
        for (int row = 0; row < states; row++)
        {
            t.AsSpan(row * states, states).CopyTo(left.AsSpan(row * Width));
            square.AsSpan(row * form.Head, states).Clear();
        }

        Symmetric.Transpose(left, Width, leftTransposed, Width, Width, Width);
        Symmetric.AddUpper(t, 1, states, t, states, 1, square, form.Head, states, states);
        if (!form.TryFactorize(square, s))
        {
            return false;
        }

        Congruence(left, form.Gram, leftTransposed, Z);
        return true;
    }

    /// <summary>result = A M Aᵀ of a symmetric M, all [width, width].</summary>
    private void Congruence(double[] a, double[] matrix, double[] aTransposed, double[] result)
    {
        Span<double> product = work.AsSpan(0, Width * Width);
        product.Clear();
        Gemm.Add<double>(a, Width, 1, matrix, 1, product, Width, Width, Width, Width);
        Symmetric.Product(product, Width, 1, aTransposed, result, Width);
    }
}
