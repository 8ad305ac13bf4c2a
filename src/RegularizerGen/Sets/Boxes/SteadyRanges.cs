using System.Linq;

namespace RegularizerGen.Sets.Boxes;

/// <summary>
/// Ranges that hold at every step from some step on. A box R of states that contains those after 0 to N-1 steps and that N steps map into
/// itself contains the states at all times; then those after N more steps lie in the image of R, and so on, ever narrower. The last step of
/// such a block has ranges that hold at all later steps.
/// </summary>
/// <param name="Last">Ranges of all signals at all steps from <paramref name="From"/> on (at step 0).</param>
/// <param name="Reach">Ranges of the steps before, and up to <paramref name="From"/> + N - 1, from the start.</param>
/// <param name="From">The first step that the ranges hold at.</param>
internal sealed record SteadyRanges(SetRanges Last, SetRanges Reach, int From)
{
    private const double Margin = 0.1;
    private const double Extrapolation = 4;
    private const int MostCandidates = 6;
    private const int MostBlocks = 4;
    private const double Settled = 0.98;

    /// <summary>Finds them by blocks of N steps; null where no box is proved to map into itself.</summary>
    public static SteadyRanges? Find(BoxTubes tubes, int block)
    {
        if (tubes.Run(2 * block, tubes.Start) is not { } reach)
        {
            return null;
        }

        StateBox box = Enumerable.Range(0, 2 * block).Select(t => tubes.After(reach, t)).Aggregate(tubes.Start, (a, b) => a.Hull(b));
        for (int candidate = 0; candidate < MostCandidates; candidate++)
        {
            box = box.Wider(Margin);
            if (tubes.Run(block, box) is not { } ranges)
            {
                return null;
            }

            StateBox image = tubes.After(ranges, block - 1);
            if (box.Contains(image))
            {
                return Settle(tubes, block, ranges, image);
            }

            box = box.Beyond(image, Extrapolation);
        }

        return null;
    }

    private static SteadyRanges? Settle(BoxTubes tubes, int block, SetRanges ranges, StateBox box)
    {
        int blocks = 1;
        for (; blocks < MostBlocks; blocks++)
        {
            if (tubes.Run(block, box) is not { } next)
            {
                break;
            }

            StateBox image = tubes.After(next, block - 1);
            double shrunk = image.Width / box.Width;
            (ranges, box) = (next, image);
            if (!(shrunk < Settled))
            {
                blocks++;
                break;
            }
        }

        int from = blocks * block;
        if (tubes.Run(from + block, tubes.Start) is not { } reach)
        {
            return null;
        }

        var last = new SetRanges(tubes.Step.Widths, 1);
        last.Include(0, ranges, block - 1, isFirst: true);
        return new SteadyRanges(last, reach, from - 1);
    }
}
