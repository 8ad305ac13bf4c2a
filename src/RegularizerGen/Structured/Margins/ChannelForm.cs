using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// G = [A B] X⁻¹ [A B]ᵀ, where X = diag(P, 1/scale², S²) - [C D_x D]ᵀS²[C D_x D], P = TᵀT, over channels, states and inputs. X = UᵀU by
/// blocks, channels first, each of which is diagonal where the step is; rows of U⁻ᵀ[A B]ᵀ are eliminated along with it. Where
/// ‖[S C T⁻¹, S D S⁻¹]‖ &lt; 1, X is positive definite, and α² = ‖T G Tᵀ‖ for the least α with ‖M‖ ≤ 1.
/// </summary>
internal sealed partial class ChannelForm
{
    private readonly Block?[,] rows; // [C D_x D] by channel, and by column: channels first, then the head's sources
    private readonly Block?[,] levels; // [A B] by row and column
    private readonly Block?[,] scaled; // S [C D_x D]
    private readonly Block?[,] upper; // U by channel, and by column, after these by rows of levels
    private readonly double[][] roots; // by channel that is diagonal, 1/U
    private readonly CholeskyInverse?[] inverses; // by other channel
    private readonly CholeskyInverse ofHead;
    private readonly double[] head; // the rest of X, its upper half
    private readonly double[] rightOfHead; // [A B]ᵀ of the head, transposed [width, head]
    private readonly double[] right; // the same [head, width]
    private readonly double[] reduced; // U⁻ᵀ of it
    private readonly double[] work;
    private readonly int[] headStarts;
    private readonly int[] levelStarts;

    /// <param name="difference">The step.</param>
    /// <param name="channels">Its channels that take part.</param>
    /// <param name="sources">Sources that take part beside them: the head.</param>
    /// <param name="levels">[A B] by row, and by column: channels first, then sources.</param>
    /// <param name="heights">Heights of its rows.</param>
    public ChannelForm(StepDifference difference, int[] channels, int[] sources, Block?[,] levels, int[] heights)
    {
        (Channels, this.levels) = (channels.Length, levels);
        ChannelWidths = [.. channels.Select(c => difference.Widths[difference.FirstChannel + c])];
        int[] all = [.. channels.Select(c => difference.FirstChannel + c), .. sources];
        headStarts = Starts([.. sources.Select(s => difference.Widths[s])]);
        levelStarts = Starts(heights);
        (Head, Width, Columns) = (headStarts[^1], levelStarts[^1], all.Length);
        rows = new Block?[Channels, Columns];
        scaled = new Block?[Channels, Columns];
        for (int row = 0; row < Channels; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                if (difference.Argument(channels[row], all[column]) is { } block)
                {
                    rows[row, column] = block;
                    scaled[row, column] = new Block(block.Rows, block.Columns, block.IsDiagonal);
                }
            }
        }

        upper = new Block?[Channels, Columns + heights.Length];
        roots = [.. ChannelWidths.Select(w => new double[w])];
        inverses = new CholeskyInverse?[Channels];
        Plan();
        head = Sizes.Allocate<double>("Matrix of a contraction [states, states]", Head, Head);
        ofHead = new CholeskyInverse(Head);
        rightOfHead = Sizes.Allocate<double>("Columns of a contraction [states, columns]", Head, Width);
        (right, reduced) = (new double[rightOfHead.Length], new double[rightOfHead.Length]);
        int widest = ChannelWidths.Append(Head).Max();
        work = Sizes.Allocate<double>("Work of a contraction [units, columns]", widest, Math.Max(widest, Width));
        Gram = Sizes.Allocate<double>("Matrix of a contraction [states, states]", Width, Width);
        static int[] Starts(int[] widths) => [.. Enumerable.Range(0, widths.Length + 1).Select(k => widths.Take(k).Sum())];
    }

    /// <summary>Number of channels.</summary>
    public int Channels { get; }

    /// <summary>Their widths.</summary>
    public int[] ChannelWidths { get; }

    /// <summary>Number of columns: channels, and after them sources of the head.</summary>
    public int Columns { get; }

    /// <summary>Units of the sources beside channels.</summary>
    public int Head { get; }

    /// <summary>Units of all rows of levels.</summary>
    public int Width { get; }

    /// <summary>G [width, width], after <see cref="TryFactorize"/>.</summary>
    public double[] Gram { get; }

    /// <summary>The block of a channel's argument by a column.</summary>
    public Block? this[int row, int column] => rows[row, column];

    /// <summary>Where in the head a column starts.</summary>
    public int Start(int column) => headStarts[column - Channels];

    /// <summary>Factorizes X, and computes G; false where it is not positive definite.</summary>
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

            for (int j = k + 1; j < upper.GetLength(1); j++)
            {
                if (upper[k, j] is { } block)
                {
                    Through(k, block);
                }
            }

            Eliminate(k);
        }

        if (!ofHead.TryFind(head))
        {
            return false;
        }

        Symmetric.Transpose(rightOfHead, Head, right, Width, Width, Head);
        ofHead.Multiply(right, reduced, Width);
        Symmetric.AddUpper(reduced, 1, Width, reduced, Width, 1, Gram, Width, Head, Width);
        Symmetric.Mirror(Gram, Width);
        return true;
    }

    /// <summary>The head's rows of V = X⁻¹[A B]ᵀ, [head, width].</summary>
    public void SolveHead(Span<double> v) => ofHead.MultiplyTransposed(reduced, v, Width);

    /// <summary>The channels' rows of V F, given those of the head.</summary>
    /// <param name="factor">F [width, width]; empty for 1.</param>
    /// <param name="ofHead">[head, width].</param>
    /// <param name="channels">By channel, [units, width].</param>
    public void SolveChannels(ReadOnlySpan<double> factor, ReadOnlySpan<double> ofHead, double[][] channels)
    {
        for (int k = Channels - 1; k >= 0; k--)
        {
            double[] own = channels[k];
            Array.Clear(own);
            for (int level = 0; level + 1 < levelStarts.Length; level++)
            {
                if (factor.IsEmpty)
                {
                    upper[k, Columns + level]?.CopyTo(own, Width, 0, levelStarts[level]);
                }
                else
                {
                    upper[k, Columns + level]?.Add(factor[(levelStarts[level] * Width)..], 1, own, Width);
                }
            }

            for (int column = k + 1; column < Columns; column++)
            {
                upper[k, column]?.Add(Part(column, channels, ofHead), -1, own, Width);
            }

            Back(k, own);
        }
    }

    /// <summary>Rows of a channel times columns: N V.</summary>
    public void Rows(int row, double[][] channels, ReadOnlySpan<double> ofHead, Span<double> result)
    {
        result.Clear();
        for (int column = 0; column < Columns; column++)
        {
            rows[row, column]?.Add(Part(column, channels, ofHead), 1, result, Width);
        }
    }

    /// <summary>Rows that belong to a column, of those by channel and of those of the head.</summary>
    public ReadOnlySpan<double> Part(int column, double[][] channels, ReadOnlySpan<double> ofHead) =>
        column < Channels ? channels[column] : ofHead[(headStarts[column - Channels] * Width)..(headStarts[column - Channels + 1] * Width)];
}
