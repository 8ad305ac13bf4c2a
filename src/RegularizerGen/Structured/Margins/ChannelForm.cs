using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// X = diag(P, 1/scale², S²) - [C D_x D]ᵀS²[C D_x D], P = TᵀT, over states, inputs and channels, as UᵀU by blocks: channels first, each
/// of which is diagonal where the step is, so that it costs little more than states do. Where ‖[S C T⁻¹, S D S⁻¹]‖ &lt; 1, X is positive
/// definite, and α² = ‖T[A B]X⁻¹[A B]ᵀTᵀ‖ for the least α with ‖M‖ ≤ 1.
/// </summary>
internal sealed partial class ChannelForm
{
    private readonly Block?[,] rows; // N: by channel, and by column: the head's sources first, then channels
    private readonly Block?[,] scaled; // S N
    private readonly Block?[,] upper; // U by channels
    private readonly double[][] inverses; // by channel, the inverse of U's own block, transposed: a diagonal, or dense
    private readonly double[]?[] panels; // by channel, U [units, head]
    private readonly double[] head; // the rest of X, and then the inverse of its factor
    private readonly double[] factor;
    private readonly double[] work;
    private readonly int[] headStarts;

    /// <param name="difference">The step.</param>
    /// <param name="channels">Its channels that take part.</param>
    /// <param name="sources">Sources that take part beside them: the head.</param>
    /// <param name="width">Columns of what it is solved for.</param>
    public ChannelForm(StepDifference difference, int[] channels, int[] sources, int width)
    {
        (Channels, Width) = (channels.Length, width);
        ChannelWidths = [.. channels.Select(c => difference.Widths[difference.FirstChannel + c])];
        int[] all = [.. sources, .. channels.Select(c => difference.FirstChannel + c)];
        headStarts = [.. Enumerable.Range(0, sources.Length + 1).Select(k => sources.Take(k).Sum(s => difference.Widths[s]))];
        Head = headStarts[^1];
        rows = new Block?[Channels, all.Length];
        scaled = new Block?[Channels, all.Length];
        for (int row = 0; row < Channels; row++)
        {
            for (int column = 0; column < all.Length; column++)
            {
                if (difference.Argument(channels[row], all[column]) is { } block)
                {
                    rows[row, column] = block;
                    scaled[row, column] = new Block(block.Rows, block.Columns, block.IsDiagonal);
                }
            }
        }

        upper = new Block?[Channels, Channels];
        panels = new double[]?[Channels];
        inverses = new double[Channels][];
        Plan();
        head = Sizes.Allocate<double>("Matrix of a contraction [states, states]", Head, Head);
        factor = new double[head.Length];
        int widest = ChannelWidths.Append(Head).Max();
        work = Sizes.Allocate<double>("Work of a contraction [units, columns]", widest, Math.Max(Math.Max(widest, width), Head));
    }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <summary>Their widths.</summary>
    public int[] ChannelWidths { get; }

    /// <summary>Units of the sources beside channels.</summary>
    public int Head { get; }

    /// <summary>Columns of what it is solved for.</summary>
    public int Width { get; }

    private int HeadSources => headStarts.Length - 1;

    /// <summary>Factorizes X; false where it is not positive definite.</summary>
    /// <param name="p">P and 1/scale² [head, head].</param>
    /// <param name="s">By channel, S.</param>
    public bool TryFactorize(ReadOnlySpan<double> p, double[][] s)
    {
        Assemble(p, s);
        for (int k = 0; k < Channels; k++)
        {
            if (!TryInvert(k))
            {
                return false;
            }

            for (int j = k + 1; j < Channels; j++)
            {
                if (upper[k, j] is { } block)
                {
                    Through(k, block);
                }
            }

            if (panels[k] is { } panel)
            {
                Through(k, panel, Head);
            }

            Eliminate(k);
        }

        if (!SymmetricInverse.TryFactorize(head, Head, factor))
        {
            return false;
        }

        TriangularInverse.Find(factor, head, Head);
        return true;
    }

    /// <summary>From right sides B to Y with BᵀX⁻¹B = YᵀY: by channel, and of the head.</summary>
    public void Reduce(double[][] channels, double[] ofHead)
    {
        for (int k = 0; k < Channels; k++)
        {
            Through(k, channels[k], Width);
            for (int j = k + 1; j < Channels; j++)
            {
                upper[k, j]?.AddTransposed(channels[k], -1, channels[j], Width);
            }

            if (panels[k] is { } panel)
            {
                Gemm.Add<double>(panel, 1, Head, channels[k], -1, ofHead, Width, Head, ChannelWidths[k], Width);
            }
        }

        Span<double> result = work.AsSpan(0, ofHead.Length);
        result.Clear();
        Gemm.Add<double>(head, Head, 1, ofHead, 1, result, Width, Head, Head, Width);
        result.CopyTo(ofHead);
    }

    /// <summary>From Y to V = X⁻¹B.</summary>
    public void Complete(double[][] channels, double[] ofHead)
    {
        Span<double> result = work.AsSpan(0, ofHead.Length);
        result.Clear();
        Gemm.Add<double>(head, 1, Head, ofHead, 1, result, Width, Head, Head, Width);
        result.CopyTo(ofHead);
        for (int k = Channels - 1; k >= 0; k--)
        {
            if (panels[k] is { } panel)
            {
                Gemm.Add<double>(panel, Head, 1, ofHead, -1, channels[k], Width, ChannelWidths[k], Head, Width);
            }

            for (int j = k + 1; j < Channels; j++)
            {
                upper[k, j]?.Add(channels[j], -1, channels[k], Width);
            }

            Back(k, channels[k]);
        }
    }

    /// <summary>Rows of a channel times columns: N V.</summary>
    public void Rows(int row, double[][] channels, double[] ofHead, Span<double> result)
    {
        result.Clear();
        for (int column = 0; column < Columns; column++)
        {
            rows[row, column]?.Add(Part(column, channels, ofHead), 1, result, Width);
        }
    }

    /// <summary>The block of a channel's argument by a column: the head's sources first, then channels.</summary>
    public Block? this[int row, int column] => rows[row, column];

    /// <summary>Rows of a panel that belong to a column.</summary>
    public Span<double> Part(int column, double[][] channels, double[] ofHead) =>
        column >= HeadSources
            ? channels[column - HeadSources]
            : ofHead.AsSpan(headStarts[column] * Width, (headStarts[column + 1] - headStarts[column]) * Width);

    /// <summary>Where in the head a source starts.</summary>
    public int Start(int source) => headStarts[source];

    /// <summary>Number of columns: sources of the head, and channels.</summary>
    public int Columns => HeadSources + Channels;
}
