using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>Norms for gains: that of a contraction, which shrinks fastest, and some that shrink more slowly and fit the output and the
/// inputs.</summary>
internal static class GainNorms
{
    /// <summary>Of what a contraction shrinks per step, the shares that other norms do.</summary>
    private static readonly double[] Shares = [0.75, 0.5, 0.25];

    /// <summary>The contraction, and then the others.</summary>
    /// <param name="contraction">The contraction.</param>
    /// <param name="plain">The one without ties, from which others are found.</param>
    /// <param name="output">Rows of the output, as in <see cref="StructuredGains"/>.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: where it ends the search, those found until then are returned.</param>
    public static IReadOnlyList<StructuredContraction> Find(
        StructuredContraction contraction,
        StructuredContraction plain,
        Func<IntervalMatrix, IntervalMatrix> output,
        double[] scales,
        Action check
    )
    {
        var norms = new List<StructuredContraction> { contraction };
        foreach (double share in plain.Rate < 1 ? Shares.Where(_ => Budget.HasTime(check)) : [])
        {
            double rate = 1 - (share * (1 - plain.Rate));
            norms.AddRange(EnergyGain.Norm(plain, output, scales, rate, check) is { } norm ? [norm] : []);
        }

        return norms;
    }
}
