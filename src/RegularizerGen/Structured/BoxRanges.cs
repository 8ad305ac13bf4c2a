using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Certificates;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>Ranges of all signals at all steps of a cell whose inputs stay in a box, by interval arithmetic: a box of states that the step
/// maps into itself.</summary>
internal static class BoxRanges
{
    /// <summary>Ranges at step 0 that hold at every step; null where no box is proved to map into itself.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inputs">Bounds of the inputs.</param>
    public static SetRanges? ByIntervals(SetStep step, BoundedInput[] inputs)
    {
        CellCore cell = step.Cell;
        int[] widths = [.. cell.States.Select(s => cell.Widths[s.Node])];
        double[] lo = [.. cell.States.SelectMany((s, k) => Enumerable.Repeat(s.Min.Value, widths[k]))];
        double[] hi = [.. cell.States.SelectMany((s, k) => Enumerable.Repeat(s.Max.Value, widths[k]))];
        bool keeps = cell.Inputs.Zip(inputs, (declared, bounded) => bounded.Bound <= declared.Bound).All(x => x);
        bool found = InvariantRanges.TryFind(
            lo,
            hi,
            (fromLo, fromHi, toLo, toHi) =>
            {
                SetRanges ranges = OneStep(step, inputs, fromLo, fromHi);
                int start = 0;
                for (int state = 0; state < widths.Length; state++)
                {
                    StateFacts facts = cell.States[state];
                    for (int unit = 0; unit < widths[state] && facts.IsInvariant && keeps; unit++)
                    {
                        ranges.Intersect(step.Next(state), 0, unit, facts.Min.Value, facts.Max.Value);
                    }

                    ranges.Lower(step.Next(state), 0).CopyTo(toLo[start..]);
                    ranges.Upper(step.Next(state), 0).CopyTo(toHi[start..]);
                    start += widths[state];
                }
            }
        );
        return found ? OneStep(step, inputs, lo, hi) : null;
    }

    /// <summary>Ranges of one step from a box of states.</summary>
    public static SetRanges OneStep(SetStep step, BoundedInput[] inputs, ReadOnlySpan<double> lo, ReadOnlySpan<double> hi)
    {
        var ranges = new SetRanges(step.Widths, 1);
        for (int input = 0; input < inputs.Length; input++)
        {
            ranges.Lower(step.Sources[input], 0).Fill(-inputs[input].Bound);
            ranges.Upper(step.Sources[input], 0).Fill(inputs[input].Bound);
        }

        int start = 0;
        for (int state = 0; state < step.Cell.States.Count; state++)
        {
            int width = step.Widths[step.State(state)];
            lo.Slice(start, width).CopyTo(ranges.Lower(step.State(state), 0));
            hi.Slice(start, width).CopyTo(ranges.Upper(step.State(state), 0));
            start += width;
        }

        foreach (SetNode node in step.Nodes)
        {
            (node as SumSet)?.Begin(1);
            node.Enclose(ranges, 0);
        }

        return ranges;
    }
}
