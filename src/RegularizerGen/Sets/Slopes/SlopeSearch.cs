using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets.Slopes;

/// <summary>
/// Improves the slopes of relaxations by gradient (Xu et al. 2021, "α-CROWN"). The bound that a walk finds is a sum, over all signals that
/// it passes, of coefficients times offsets, and it is what the linear bounds, one put into the other, come to at one corner of the
/// sources; so the values that they have there say how it changes with every slope.
/// </summary>
internal sealed class SlopeSearch(SetStep step, SetRanges ranges)
{
    /// <summary>Steps whose slopes move, at most: those before keep theirs.</summary>
    private const int MostSteps = 24;

    /// <summary>Coefficients that are kept, at most; the slopes of fewer steps move where there would be more.</summary>
    private const long MostNumbers = 1L << 23;

    private readonly Dictionary<(int Signal, int Step), FreeSlopes> slopes = [];
    private readonly Dictionary<(int Signal, int Step), double[]> coefficients = [];
    private readonly CornerValues values = new(step, ranges);
    private readonly int units = step.Nodes.OfType<LocalNode>().Sum(n => n.Width);
    private int rows;
    private int last;
    private int first;

    /// <summary>Begins a walk of some rows from a step, all of whose coefficients are then said by <see cref="Keep"/>.</summary>
    public void Begin(int count, int t)
    {
        (rows, last) = (count, t);
        first = Math.Max(0, t + 1 - (int)Math.Clamp(MostNumbers / ((long)count * units), 1, MostSteps));
        coefficients.Clear();
        foreach ((int Signal, int Step) old in slopes.Keys.Where(k => k.Step <= t - MostSteps).ToArray())
        {
            slopes.Remove(old);
        }
    }

    /// <summary>The bounds of a signal at a step, as the slopes are.</summary>
    public LinearBounds this[LocalNode node, int t] => t < first ? node[t] : Of(node, t).Current;

    /// <summary>Keeps the coefficients that the walk has on a signal at a step.</summary>
    public void Keep(int signal, int t, ReadOnlySpan<double> own)
    {
        if (t >= first)
        {
            coefficients[(signal, t)] = own.ToArray();
        }
    }

    /// <summary>Finds the derivatives of the sum of all rows' bounds by the shares, and moves slopes against them.</summary>
    public void Improve()
    {
        Derive();
        foreach ((int Signal, int Step) key in coefficients.Keys)
        {
            if (step.ByNumber[key.Signal] is LocalNode node)
            {
                Of(node, key.Step).Move(node, ranges, key.Step);
            }
        }
    }

    /// <summary>Finds those derivatives.</summary>
    public void Derive()
    {
        int start = coefficients.Keys.Select(k => k.Step).DefaultIfEmpty(last + 1).Min();
        values.Begin(rows);
        for (int t = start; t <= last; t++)
        {
            foreach (int source in t == start ? step.Sources : step.Sources.Take(step.Inputs))
            {
                values.Corner(source, t, coefficients.GetValueOrDefault((source, t)));
            }

            foreach (SetNode node in step.Nodes)
            {
                if (node is SumSet sum)
                {
                    values.Evaluate(sum);
                }
                else if (coefficients.TryGetValue((node.Number, t), out double[]? own))
                {
                    FreeSlopes free = Of((LocalNode)node, t);
                    values.Evaluate((LocalNode)node, free.Current, own);
                    Derive((LocalNode)node, free, own);
                }
            }

            values.Cross();
        }
    }

    /// <summary>The slopes of a signal at a step.</summary>
    public FreeSlopes Of(LocalNode node, int t) =>
        slopes.TryGetValue((node.Number, t), out FreeSlopes? own) ? own : slopes[(node.Number, t)] = new FreeSlopes(node, ranges, t);

    /// <summary>Adds up, over all rows, coefficient times what the linear bound changes by where the row's corner is.</summary>
    private void Derive(LocalNode node, FreeSlopes free, double[] own)
    {
        ReadOnlySpan<double[]> arguments = [.. node.Arguments.Select(values.Of)];
        for (int unit = 0; unit < node.Width; unit++)
        {
            (double ofAbove, double ofBelow) = (0, 0);
            for (int row = 0; row < rows; row++)
            {
                double coefficient = own[(row * node.Width) + unit];
                bool isAbove = coefficient > 0;
                double[][] from = isAbove ? free.From.UpperSlopes : free.From.LowerSlopes;
                double[][] to = isAbove ? free.To.UpperSlopes : free.To.LowerSlopes;
                double[][] points = isAbove ? free.Current.UpperPoints : free.Current.LowerPoints;
                double change = 0;
                for (int k = 0; k < arguments.Length; k++)
                {
                    change += (to[k][unit] - from[k][unit]) * (arguments[k][(unit * rows) + row] - points[k][unit]);
                }

                ofAbove += isAbove ? coefficient * change : 0;
                ofBelow += isAbove ? 0 : coefficient * change;
            }

            (free.Gradients[unit], free.Gradients[node.Width + unit]) = (ofAbove, ofBelow);
        }
    }
}
