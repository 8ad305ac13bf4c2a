using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;

namespace RegularizerGen.Structured;

/// <summary>
/// Ranges that hold at every step of every sequence from the start while inputs stay in a box. Where a box R contains the states at all
/// times, any N steps from R have, at their last one, ranges that hold at all steps from the N-th on; the states after them lie in a
/// smaller box, and so on. The steps before are those of a tube from the start.
/// </summary>
internal static class SteadyBox
{
    private const int Length = 8;
    private const int MostBlocks = 6;
    private const double Settled = 0.99;

    /// <summary>Ranges at step 0 that hold at every step; null where no box is proved to contain the states.</summary>
    /// <param name="tubes">The reach of the cell, inputs in their box.</param>
    /// <param name="inputs">The bounds of the inputs.</param>
    public static SetRanges? Find(BoxTubes tubes, BoundedInput[] inputs)
    {
        if (BoxRanges.ByIntervals(tubes.Step, inputs) is { } wide)
        {
            int[] states = [.. Enumerable.Range(0, tubes.Step.Cell.States.Count).Select(tubes.Step.State)];
            return Refine(tubes, wide, StateBox.Of(wide, states, 0));
        }

        return SteadyRanges.Find(tubes, Length) is { } steady ? All(tubes, steady.Last, steady.Reach, steady.From) : null;
    }

    private static SetRanges? Refine(BoxTubes tubes, SetRanges wide, StateBox box)
    {
        int from = 0;
        SetRanges last = wide;
        int t = 0;
        for (int block = 0; block < MostBlocks; block++)
        {
            if (tubes.Run(Length, box) is not { } next)
            {
                break;
            }

            StateBox image = tubes.After(next, Length - 1);
            double shrunk = image.Width / box.Width;
            (last, t, box) = (next, Length - 1, image);
            from += Length;
            if (!(shrunk < Settled))
            {
                break;
            }
        }

        var own = new SetRanges(tubes.Step.Widths, 1);
        own.Include(0, last, t, isFirst: true);
        return from == 0 ? own
            : tubes.Run(from - 1, tubes.Start) is { } reach ? All(tubes, own, reach, from - 1)
            : wide;
    }

    private static SetRanges All(BoxTubes tubes, SetRanges last, SetRanges reach, int from)
    {
        var all = new SetRanges(tubes.Step.Widths, 1);
        all.Include(0, last, 0, isFirst: true);
        for (int step = 0; step < from; step++)
        {
            all.Include(0, reach, step, isFirst: false);
        }

        return all;
    }
}
