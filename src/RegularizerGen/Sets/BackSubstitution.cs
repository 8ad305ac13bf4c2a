using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Sets.Nodes;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets;

/// <summary>
/// Bounds of linear functions of signals by back-substitution (Zhang et al. 2018, "CROWN"): a row of coefficients walks the unrolled step
/// backwards; at every operator a positive coefficient takes the linear bound from above, a negative one that from below. The walk could
/// end at the ranges of the signals that it starts from, and at those of the states before every step: the best of all ends counts. Once
/// the states matter little, it ends at their linear forms.
/// </summary>
internal sealed class BackSubstitution
{
    private readonly SetStep step;
    private readonly SetWeights weights;
    private readonly double[]?[] coefficients;
    private readonly bool[] isActive;
    private readonly WalkBounds bounds;
    private readonly StateForms forms;
    private double[] constants = [];
    private double[] sizes = [];
    private SlopeSearch? moved;
    private bool movesSlopes;

    public BackSubstitution(SetStep step, SetWeights weights, SetRanges ranges)
    {
        (this.step, this.weights) = (step, weights);
        (coefficients, isActive) = (new double[step.Widths.Count][], new bool[step.Widths.Count]);
        var window = new InputWindow(step);
        bounds = new WalkBounds(step, ranges, weights.Gamma, window);
        forms = new StateForms(step, ranges, window);
        Slopes = new SlopeSearch(step, ranges);
    }

    /// <summary>Steps that a walk goes back at most.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>A walk ends at the states' ranges once these can widen no row by more than this share of its width.</summary>
    public double Negligible { get; set; } = 1e-3;

    /// <summary>A walk ends at the states' linear forms once these can widen no row by more than this share of its width.</summary>
    public double Small { get; set; }

    /// <summary>The slopes that move.</summary>
    public SlopeSearch Slopes { get; }

    /// <summary>The share for an effort. What linear forms lose is about a tenth of it, but more where relaxations feed on their own
    /// width; a narrow cell is walked to its end quickly.</summary>
    public void Take(TubeEffort effort)
    {
        const int Narrow = 32;
        bool isNarrow = step.Cell.States.All(s => step.Widths[s.Node] <= Narrow);
        Small = effort switch
        {
            TubeEffort.Low => 0.3,
            TubeEffort.Normal => isNarrow ? 0.002 : 0.02,
            _ => 0,
        };
        movesSlopes = effort == TubeEffort.High && step.Nodes.Any(n => n is LocalNode);
    }

    /// <summary>Upper bounds of some rows at a step. Where the effort is high, the best of two walks: the second takes slopes that move
    /// after every such walk, so that rows of later steps find them better and better.</summary>
    /// <param name="rows">Number of rows; the second half of them has the coefficients of the first with the other sign.</param>
    /// <param name="t">The step.</param>
    /// <param name="write">Writes the coefficients of all rows, which are 0, by <see cref="Row"/>.</param>
    public ReadOnlySpan<double> Bound(int rows, int t, Action write)
    {
        Begin(rows);
        write();
        ReadOnlySpan<double> best = Run(t);
        if (!movesSlopes || Window < int.MaxValue)
        {
            return best;
        }

        double[] least = best.ToArray();
        TensorPrimitives.MinNumber<double>(least, Bound(rows, t, write, Slopes), least);
        Slopes.Improve();
        return least;
    }

    /// <summary>Upper bounds of some rows with slopes that can move.</summary>
    public ReadOnlySpan<double> Bound(int rows, int t, Action write, SlopeSearch slopes)
    {
        moved = slopes;
        slopes.Begin(rows, t);
        Begin(rows);
        write();
        ReadOnlySpan<double> bounds = Run(t);
        moved = null;
        return bounds;
    }

    /// <summary>Begins a walk of some rows, all coefficients 0; the second half of them has the coefficients of the first with the other
    /// sign, so that both together tell a width.</summary>
    public void Begin(int rows)
    {
        Array.Clear(isActive);
        bounds.Begin(rows);
        (constants, sizes) = constants.Length < rows ? (new double[rows], new double[rows]) : (constants, sizes);
    }

    /// <summary>The coefficients of a row on a signal at the last step.</summary>
    public Span<double> Row(int node, int row) => Active(node).AsSpan(row * step.Widths[node], step.Widths[node]);

    /// <summary>Walks back from a step; returns an upper bound of every row.</summary>
    public ReadOnlySpan<double> Run(int last)
    {
        End(Enumerable.Range(0, isActive.Length), last);
        for (int t = last; ; t--)
        {
            for (int k = step.Nodes.Count - 1; k >= 0; k--)
            {
                SetNode node = step.Nodes[k];
                if (isActive[node.Number])
                {
                    Substitute(node, t);
                    isActive[node.Number] = false;
                }
            }

            foreach (int input in step.Sources.Take(step.Inputs).Where(i => isActive[i]))
            {
                moved?.Keep(input, t, coefficients[input].AsSpan(0, bounds.Rows * step.Widths[input]));
                bounds.Conclude(input, t, last - t, coefficients[input]);
                isActive[input] = false;
            }

            bounds.AddErrors(Outward.Underflow);
            double share = End(step.Sources.Skip(step.Inputs), t);
            Keep(t);
            if (t == 0 || share <= Negligible || last - t + 1 >= Window)
            {
                Close(t);
                return bounds.Best;
            }

            if (share <= Small && forms.IsKnown(t - 1))
            {
                forms.End(t - 1, last - t + 1, bounds, state => isActive[step.State(state)] ? coefficients[step.State(state)] : null);
                bounds.End([], t, _ => []);
                return bounds.Best;
            }

            Cross();
        }
    }

    /// <summary>Keeps the linear bounds that the last walk found as forms of a state.</summary>
    /// <inheritdoc cref="StateForms.Take"/>
    public void Keep(int state, int t, int start, int units)
    {
        if (Small > Negligible && Window == int.MaxValue) // else no walk would end there
        {
            forms.Take(state, t, bounds, start, units);
        }
    }

    /// <summary>The coefficients of a signal, whatever they were before.</summary>
    private double[] Fresh(int node)
    {
        int length = bounds.Rows * step.Widths[node];
        isActive[node] = true;
        return coefficients[node] is { } kept && kept.Length >= length ? kept : coefficients[node] = new double[length];
    }

    /// <summary>The coefficients of a signal; 0 where it has none yet.</summary>
    private double[] Active(int node)
    {
        if (isActive[node])
        {
            return coefficients[node]!;
        }

        double[] own = Fresh(node);
        own.AsSpan(0, bounds.Rows * step.Widths[node]).Clear();
        return own;
    }

    private void Substitute(SetNode node, int t)
    {
        int width = step.Widths[node.Number];
        ReadOnlySpan<double> own = coefficients[node.Number].AsSpan(0, bounds.Rows * width);
        double argumentSize = node is SumSet sum ? Substitute(sum, own, t) : Substitute((LocalNode)node, own, t);
        for (int row = 0; row < bounds.Rows; row++)
        {
            bounds.Add(row, constants[row]);
            bounds.AddError(row, (weights.Gamma * sizes[row]) + (Outward.Lost * argumentSize));
        }
    }

    private double Substitute(SumSet sum, ReadOnlySpan<double> own, int t)
    {
        sum.Distribute(own, bounds.Rows, Active);
        LinearBounds.AddUp(own, sum.Constants, sum.Constants, sum.Magnitudes[t], constants, sizes);
        return sum.ArgumentSizes[t];
    }

    private double Substitute(LocalNode node, ReadOnlySpan<double> own, int t)
    {
        moved?.Keep(node.Number, t, own);
        LinearBounds linear = moved?[node, t] ?? node[t];
        for (int k = 0; k < node.Arguments.Count; k++)
        {
            int argument = node.Arguments[k];
            bool isFresh = !isActive[argument];
            linear.Distribute(own, k, isFresh ? Fresh(argument) : Active(argument), isFresh);
        }

        LinearBounds.AddUp(own, linear.UpperOffsets, linear.LowerOffsets, linear.Magnitudes, constants, sizes);
        return linear.ArgumentSize;
    }

    /// <summary>The bound if the walk ends at the ranges of some signals; the largest share of a width that they make up.</summary>
    private double End(IEnumerable<int> signals, int t) => bounds.End([.. signals.Where(s => isActive[s])], t, s => coefficients[s]!);

    /// <summary>Says the coefficients of the states before a step.</summary>
    private void Keep(int t)
    {
        foreach (int state in step.Sources.Skip(step.Inputs).Where(s => isActive[s]))
        {
            moved?.Keep(state, t, coefficients[state].AsSpan(0, bounds.Rows * step.Widths[state]));
        }
    }

    /// <summary>Ends the walk for its forms: the states' ranges go into the constants.</summary>
    private void Close(int t)
    {
        foreach (int state in step.Sources.Skip(step.Inputs).Where(s => isActive[s]))
        {
            bounds.Conclude(state, t, int.MaxValue, coefficients[state]);
        }
    }

    /// <summary>From the states before a step to their new values of the step before.</summary>
    private void Cross()
    {
        var moved = new (int Next, int Source, double[] Rows)[step.Cell.States.Count];
        int count = 0;
        for (int state = 0; state < moved.Length; state++)
        {
            int source = step.State(state);
            if (isActive[source])
            {
                moved[count++] = (step.Next(state), source, coefficients[source]!);
                (coefficients[source], isActive[source]) = (null, false);
            }
        }

        for (int k = 0; k < count; k++)
        {
            (int next, int source, double[] own) = moved[k];
            if (isActive[next])
            {
                int length = bounds.Rows * step.Widths[next];
                TensorPrimitives.Add<double>(own.AsSpan(0, length), coefficients[next].AsSpan(0, length), coefficients[next]);
                coefficients[source] ??= own;
            }
            else
            {
                coefficients[source] ??= coefficients[next];
                (coefficients[next], isActive[next]) = (own, true);
            }
        }
    }
}
