using System;
using System.Linq;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets.Slopes;

/// <summary>What the linear bounds that rows of a walk have chosen come to, forward, at the corner of the sources that makes each row
/// largest: by signal [units, rows]. In plain arithmetic: they only say where to look.</summary>
internal sealed class CornerValues(SetStep step, SetRanges ranges)
{
    private readonly double[]?[] values = new double[step.Widths.Count][];
    private readonly bool[] isKnown = new bool[step.Widths.Count];
    private int rows;

    /// <summary>The values of a signal.</summary>
    public double[] Of(int signal) => values[signal]!;

    /// <summary>Forgets everything.</summary>
    public void Begin(int count)
    {
        rows = count;
        Array.Clear(isKnown);
    }

    /// <summary>The corner of a source's range.</summary>
    /// <param name="source">An input, or a state before the step.</param>
    /// <param name="t">The step.</param>
    /// <param name="coefficients">The rows' coefficients of it; null where they have none.</param>
    public void Corner(int source, int t, double[]? coefficients)
    {
        double[] own = Fresh(source);
        int width = step.Widths[source];
        for (int unit = 0; unit < width; unit++)
        {
            (double lower, double upper) = (ranges.Lower(source, t)[unit], ranges.Upper(source, t)[unit]);
            for (int row = 0; row < rows; row++)
            {
                own[(unit * rows) + row] = coefficients is not null && coefficients[(row * width) + unit] > 0 ? upper : lower;
            }
        }
    }

    /// <summary>The values of a sum, where those of its arguments are known.</summary>
    public void Evaluate(SumSet sum)
    {
        isKnown[sum.Number] = false;
        if (sum.Arguments.All(a => isKnown[a]))
        {
            sum.Evaluate(Of, Fresh(sum.Number), rows);
        }
    }

    /// <summary>The values of a local operator: its bound from above where a row's coefficient is positive, else that from below.</summary>
    public void Evaluate(LocalNode node, LinearBounds bounds, double[] coefficients)
    {
        ReadOnlySpan<double[]> arguments = [.. node.Arguments.Select(Of)];
        double[] own = Fresh(node.Number);
        for (int unit = 0; unit < node.Width; unit++)
        {
            for (int row = 0; row < rows; row++)
            {
                bool isAbove = coefficients[(row * node.Width) + unit] > 0;
                double[][] slopes = isAbove ? bounds.UpperSlopes : bounds.LowerSlopes;
                double value = isAbove ? bounds.UpperOffsets[unit] : bounds.LowerOffsets[unit];
                for (int k = 0; k < arguments.Length; k++)
                {
                    value += slopes[k][unit] * arguments[k][(unit * rows) + row];
                }

                own[(unit * rows) + row] = value;
            }
        }
    }

    /// <summary>New values of states become those before the next step.</summary>
    public void Cross()
    {
        int[] next = [.. Enumerable.Range(0, step.Cell.States.Count).Select(step.Next)];
        (double[]? Values, bool IsKnown)[] moved = [.. next.Select(n => (isKnown[n] ? Of(n).ToArray() : null, isKnown[n]))];
        for (int state = 0; state < next.Length; state++)
        {
            (values[step.State(state)], isKnown[step.State(state)]) = moved[state];
        }

        foreach (SetNode node in step.Nodes)
        {
            isKnown[node.Number] = false;
        }
    }

    private double[] Fresh(int signal)
    {
        int length = rows * step.Widths[signal];
        isKnown[signal] = true;
        return values[signal] is { } kept && kept.Length == length ? kept : values[signal] = new double[length];
    }
}
