using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets;

/// <summary>
/// Bounds of linear functions of signals by back-substitution (Zhang et al. 2018, "CROWN"): a row of coefficients walks the unrolled step
/// backwards; at every operator a positive coefficient takes the linear bound from above, a negative one that from below. The walk could
/// end at the ranges of the signals that it starts from, and at those of the states before every step: the best of all ends counts.
/// </summary>
internal sealed class BackSubstitution(SetStep step, SetWeights weights, SetRanges ranges)
{
    private readonly double[]?[] coefficients = new double[step.Widths.Count][];
    private readonly bool[] isActive = new bool[step.Widths.Count];
    private double[] constants = [];
    private double[] errors = [];
    private double[] best = [];
    private int rows;

    /// <summary>Steps that a walk goes back at most.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>A walk ends once the states can widen no row by more than this share of its width.</summary>
    public double Negligible { get; set; } = 1e-3;

    /// <summary>Begins a walk of some rows, all coefficients 0; the second half of them has the coefficients of the first with the other
    /// sign, so that both together tell a width.</summary>
    public void Begin(int rows)
    {
        this.rows = rows;
        Array.Clear(isActive);
        if (constants.Length < rows)
        {
            (constants, errors, best) = (new double[rows], new double[rows], new double[rows]);
        }

        constants.AsSpan(0, rows).Clear();
        errors.AsSpan(0, rows).Clear();
        best.AsSpan(0, rows).Fill(double.PositiveInfinity);
    }

    /// <summary>The coefficients of a row on a signal at the last step.</summary>
    public Span<double> Row(int node, int row) => Active(node).AsSpan(row * step.Widths[node], step.Widths[node]);

    /// <summary>Walks back from a step; returns an upper bound of every row.</summary>
    public ReadOnlySpan<double> Run(int last)
    {
        End(Enumerable.Range(0, isActive.Length), last);
        for (int t = last; ; t--)
        {
            double underflow = Outward.Underflow;
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
                Conclude(input, t, constants);
                isActive[input] = false;
            }

            TensorPrimitives.Add<double>(errors.AsSpan(0, rows), underflow, errors.AsSpan(0, rows));
            bool isOpen = End(step.Sources.Skip(step.Inputs), t);
            if (t == 0 || !isOpen || last - t + 1 >= Window)
            {
                return best.AsSpan(0, rows);
            }

            Cross();
        }
    }

    private double[] Active(int node)
    {
        int length = rows * step.Widths[node];
        double[] own = coefficients[node] is { } kept && kept.Length >= length ? kept : coefficients[node] = new double[length];
        if (!isActive[node])
        {
            own.AsSpan(0, length).Clear();
            isActive[node] = true;
        }

        return own;
    }

    private void Substitute(SetNode node, int t)
    {
        int width = step.Widths[node.Number];
        ReadOnlySpan<double> own = coefficients[node.Number].AsSpan(0, rows * width);
        double[] magnitudes;
        double argumentSize;
        if (node is SumSet sum)
        {
            sum.Distribute(own, rows, Active);
            (magnitudes, argumentSize) = (sum.Magnitudes[t], sum.ArgumentSizes[t]);
            for (int row = 0; row < rows; row++)
            {
                AddConstant(row, Outward.Dot(own.Slice(row * width, width), sum.Constants));
            }
        }
        else
        {
            LinearBounds bounds = ((LocalNode)node)[t];
            (magnitudes, argumentSize) = (bounds.Magnitudes, bounds.ArgumentSize);
            for (int k = 0; k < node.Arguments.Count; k++)
            {
                double[] target = Active(node.Arguments[k]);
                for (int row = 0; row < rows; row++)
                {
                    bounds.Distribute(own.Slice(row * width, width), k, target.AsSpan(row * width, width));
                }
            }

            for (int row = 0; row < rows; row++)
            {
                AddConstant(row, bounds.Constant(own.Slice(row * width, width)));
            }
        }

        for (int row = 0; row < rows; row++)
        {
            errors[row] += weights.Gamma * Outward.AbsoluteDot(own.Slice(row * width, width), magnitudes);
            errors[row] += Outward.Lost * argumentSize;
        }
    }

    private void AddConstant(int row, double value)
    {
        constants[row] += value;
        errors[row] += Math.Abs(constants[row]) * (2 * Outward.UnitRoundoff);
    }

    /// <summary>Adds to every row the most that a signal can make of its coefficients within its range.</summary>
    private void Conclude(int node, int t, Span<double> sums)
    {
        int width = step.Widths[node];
        ReadOnlySpan<double> lower = ranges.Lower(node, t);
        ReadOnlySpan<double> upper = ranges.Upper(node, t);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = coefficients[node].AsSpan(row * width, width);
            double sum = 0;
            double size = 0;
            for (int k = 0; k < width; k++)
            {
                double term = own[k] == 0 ? 0 : own[k] * (own[k] > 0 ? upper[k] : lower[k]);
                sum += term;
                size += Math.Abs(term);
            }

            sums[row] += sum;
            errors[row] += (weights.Gamma * size) + (Math.Abs(sums[row]) * (2 * Outward.UnitRoundoff));
        }
    }

    /// <summary>The bound if the walk ends at the ranges of some signals; whether going on can narrow anything.</summary>
    private bool End(IEnumerable<int> signals, int t)
    {
        double[] sums = [.. constants.AsSpan(0, rows)];
        double[] kept = [.. errors.AsSpan(0, rows)];
        double[] open = new double[rows];
        foreach (int signal in signals.Where(s => isActive[s]))
        {
            Conclude(signal, t, sums);
            AddWidths(signal, t, open);
        }

        for (int row = 0; row < rows; row++)
        {
            double bound = Outward.Add(sums[row], Outward.Sum(errors[row]));
            best[row] = bound < best[row] ? bound : best[row];
        }

        kept.CopyTo(errors, 0);
        bool isOpen = false;
        for (int row = 0; row < rows && !isOpen; row++)
        {
            isOpen = open[row] > Negligible * (best[row] + best[(row + (rows / 2)) % rows]);
        }

        return isOpen;
    }

    /// <summary>Adds to every row how far apart the ends of its bound can lie for what a signal leaves open.</summary>
    private void AddWidths(int node, int t, Span<double> open)
    {
        double[] widths = new double[step.Widths[node]];
        TensorPrimitives.Subtract<double>(ranges.Upper(node, t), ranges.Lower(node, t), widths);
        for (int row = 0; row < rows; row++)
        {
            open[row] += Outward.AbsoluteDot(coefficients[node].AsSpan(row * widths.Length, widths.Length), widths);
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
                int length = rows * step.Widths[next];
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
