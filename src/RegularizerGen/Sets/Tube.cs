using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets;

/// <summary>
/// The reach of a cell over a set of input sequences: ranges of all signals at all steps, first by intervals, then, for those that decide
/// how tight the others are, by back-substitution; level by level, so that every operator is relaxed on ranges that are already narrow.
/// </summary>
internal sealed class Tube
{
    private const int UnitsPerWalk = 64;

    private readonly SetStep step;
    private readonly SetRanges ranges;
    private readonly BackSubstitution walk;
    private readonly int steps;

    public Tube(SetStep step, SetWeights weights, int steps)
    {
        (this.step, this.steps) = (step, steps);
        ranges = new SetRanges(step.Widths, steps);
        walk = new BackSubstitution(step, weights, ranges);
    }

    /// <summary>Ranges of all signals at all steps.</summary>
    public SetRanges Ranges => ranges;

    /// <summary>Whether ranges that are declared to be invariant hold for these inputs.</summary>
    public bool KeepsInvariants { get; init; } = true;

    /// <summary>The walk, for functions of one's own once the ranges are known.</summary>
    public BackSubstitution Walk => walk;

    /// <summary>Finds all ranges, once those of the inputs at all steps and of the states before the first are set. Returns the number of
    /// steps up to which all of them are finite.</summary>
    /// <param name="afterStep">Called after every step.</param>
    public int Run(Action<int>? afterStep = null)
    {
        foreach (SumSet sum in step.Nodes.OfType<SumSet>())
        {
            sum.Begin(steps);
        }

        for (int t = 0; t < steps; t++)
        {
            if (t > 0)
            {
                Cross(t);
            }

            foreach (IReadOnlyList<SetNode> level in step.ByLevel)
            {
                if (!Enclose(level, t))
                {
                    return t;
                }

                foreach (SetNode node in level.Where(step.Refined.Contains))
                {
                    Refine(node.Number, t);
                }
            }

            foreach (int signal in step.Last)
            {
                Refine(signal, t);
            }

            afterStep?.Invoke(t);
        }

        return steps;
    }

    private bool Enclose(IReadOnlyList<SetNode> level, int t)
    {
        foreach (SetNode node in level)
        {
            node.Enclose(ranges, t);
            if (!IsFinite(ranges.Lower(node.Number, t)) || !IsFinite(ranges.Upper(node.Number, t)))
            {
                return false;
            }

            (node as LocalNode)?.Relax(ranges, t);
        }

        return true;
    }

    /// <summary>Narrows the range of a signal by walks: two rows per unit, one of either sign; some units at a time, so that what a walk
    /// works on stays in the processor's caches, and no walk goes further back than its own units need.</summary>
    private void Refine(int signal, int t)
    {
        for (int start = 0; start < step.Widths[signal]; start += UnitsPerWalk)
        {
            int units = Math.Min(UnitsPerWalk, step.Widths[signal] - start);
            int from = start;
            ReadOnlySpan<double> bounds = walk.Bound(
                2 * units,
                t,
                () =>
                {
                    for (int unit = 0; unit < units; unit++)
                    {
                        walk.Row(signal, unit)[from + unit] = 1;
                        walk.Row(signal, units + unit)[from + unit] = -1;
                    }
                }
            );
            foreach (int state in Enumerable.Range(0, step.Cell.States.Count).Where(k => step.Next(k) == signal))
            {
                walk.Keep(state, t, start, units);
            }

            for (int unit = 0; unit < units; unit++)
            {
                ranges.Intersect(signal, t, start + unit, -bounds[units + unit], bounds[unit]);
            }
        }
    }

    /// <summary>The states before a step are their new values of the step before.</summary>
    private void Cross(int t)
    {
        for (int state = 0; state < step.Cell.States.Count; state++)
        {
            int source = step.State(state);
            ranges.Lower(step.Next(state), t - 1).CopyTo(ranges.Lower(source, t));
            ranges.Upper(step.Next(state), t - 1).CopyTo(ranges.Upper(source, t));
            Domains.StateFacts facts = step.Cell.States[state];
            for (int unit = 0; unit < step.Widths[source] && facts.IsInvariant && KeepsInvariants; unit++)
            {
                ranges.Intersect(source, t, unit, facts.Min.Value, facts.Max.Value);
            }
        }
    }

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
