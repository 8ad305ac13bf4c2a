using System;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets.Slopes;

/// <summary>
/// Linear bounds of one signal at one step whose slopes move, unit by unit and side by side, between two choices: a share from 0 to 1 says
/// where they stand. They move by Adam (Kingma, Ba 2015, algorithm 1), which does not depend on the scale of what is minimised.
/// </summary>
internal sealed class FreeSlopes
{
    private const double Rate = 0.15;
    private const double MeanDecay = 0.8;
    private const double SquareDecay = 0.95;

    private readonly int width;
    private readonly double[] means;
    private readonly double[] squares;
    private int moves;

    public FreeSlopes(LocalNode node, SetRanges ranges, int t)
    {
        width = node.Width;
        int arguments = node.Arguments.Count;
        (From, To, Current) = (new(arguments, width), new(arguments, width), new(arguments, width));
        (Shares, Gradients) = (new double[2 * width], new double[2 * width]);
        (means, squares) = (new double[2 * width], new double[2 * width]);
        for (int unit = 0; unit < width; unit++)
        {
            node.WriteEnds(ranges, t, this, unit);
            Shares[unit] = Share(From.UpperSlopes, To.UpperSlopes, node[t].UpperSlopes, unit);
            Shares[width + unit] = Share(From.LowerSlopes, To.LowerSlopes, node[t].LowerSlopes, unit);
        }

        Stand(node, ranges, t);
    }

    /// <summary>The slopes at share 0; nothing else of it counts.</summary>
    public LinearBounds From { get; }

    /// <summary>The slopes at share 1; nothing else of it counts.</summary>
    public LinearBounds To { get; }

    /// <summary>The bounds as they stand.</summary>
    public LinearBounds Current { get; }

    /// <summary>Where the slopes stand: of the bounds from above, then of those from below.</summary>
    public double[] Shares { get; }

    /// <summary>By share, the derivative of what is to become small.</summary>
    public double[] Gradients { get; }

    /// <summary>One move against the gradients.</summary>
    public void Move(LocalNode node, SetRanges ranges, int t)
    {
        moves++;
        for (int k = 0; k < Shares.Length; k++)
        {
            double gradient = double.IsFinite(Gradients[k]) ? Gradients[k] : 0;
            means[k] = (MeanDecay * means[k]) + ((1 - MeanDecay) * gradient);
            squares[k] = (SquareDecay * squares[k]) + ((1 - SquareDecay) * gradient * gradient);
            double mean = means[k] / (1 - Math.Pow(MeanDecay, moves));
            double size = Math.Sqrt(squares[k] / (1 - Math.Pow(SquareDecay, moves)));
            Shares[k] = size > 0 ? Math.Clamp(Shares[k] - (Rate * mean / size), 0, 1) : Shares[k];
        }

        Stand(node, ranges, t);
    }

    /// <summary>The bounds for the shares as they are now.</summary>
    public void Stand(LocalNode node, SetRanges ranges, int t)
    {
        for (int k = 0; k < From.UpperSlopes.Length; k++)
        {
            for (int unit = 0; unit < width; unit++)
            {
                Current.UpperSlopes[k][unit] = Between(From.UpperSlopes[k][unit], To.UpperSlopes[k][unit], Shares[unit]);
                Current.LowerSlopes[k][unit] = Between(From.LowerSlopes[k][unit], To.LowerSlopes[k][unit], Shares[width + unit]);
            }
        }

        node.Close(ranges, t, Current);
    }

    private static double Between(double from, double to, double share) => ((1 - share) * from) + (share * to);

    /// <summary>Where slopes stand that were found otherwise.</summary>
    private static double Share(double[][] from, double[][] to, double[][] at, int unit)
    {
        (double share, double longest) = (0.5, 0);
        for (int k = 0; k < from.Length; k++)
        {
            double length = to[k][unit] - from[k][unit];
            if (Math.Abs(length) > longest)
            {
                (share, longest) = (Math.Clamp((at[k][unit] - from[k][unit]) / length, 0, 1), Math.Abs(length));
            }
        }

        return share;
    }
}
