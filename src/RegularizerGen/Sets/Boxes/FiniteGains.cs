using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets.Boxes;

/// <summary>
/// Gains over up to T steps from the start, for every length at once: lengths are grouped, and each group uses, counted from its end, the
/// hull of the ranges that its members have there. Derivatives that a shorter one does not have only add.
/// </summary>
internal static class FiniteGains
{
    /// <summary>A group ends at this multiple of its first length: ranges change less and less.</summary>
    private const double Growth = 1.3;

    /// <summary>The largest gains of the output after 1 to `steps` steps.</summary>
    public static GainSums Find(
        SetStep step,
        SetRanges reach,
        SetWeights weights,
        OutputRows rows,
        double[] scales,
        int steps,
        Action check
    )
    {
        GainSums worst = GainSums.None(rows.Count, scales.Length);
        int first = 0;
        while (first < steps)
        {
            int last = Math.Min(steps - 1, (int)(Growth * first) + 1);
            SetRanges hull = FromTheEnd(step, reach, first, last);
            worst = worst.Max(Sum(SetGains.Find(step, hull, weights, rows, last, check).Inputs.Select(d => d.ScaledColumns(scales))));
            first = last + 1;
        }

        return worst;
    }

    /// <summary>The sum over steps.</summary>
    public static GainSums Sum(IEnumerable<IntervalMatrix> derivatives) => derivatives.Select(GainSums.Of).Aggregate((a, b) => a.Plus(b));

    /// <summary>Ranges that hold k steps before the end of every sequence whose last step is one of some.</summary>
    public static SetRanges FromTheEnd(SetStep step, SetRanges reach, int first, int last)
    {
        var hull = new SetRanges(step.Widths, last + 1);
        for (int back = 0; back <= last; back++)
        {
            for (int end = Math.Max(first, back); end <= last; end++)
            {
                hull.Include(last - back, reach, end - back, isFirst: end == Math.Max(first, back));
            }
        }

        return hull;
    }
}
