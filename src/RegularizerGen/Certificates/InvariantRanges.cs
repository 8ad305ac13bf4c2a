using System;

namespace RegularizerGen.Certificates;

/// <summary>
/// Ranges that a step maps into themselves: R ← hull(R, F(R)) from the initial ranges, then inflated and verified, F(R) ⊂ R with outward rounding. The limit
/// itself is approached from below and never reached; what is verified needs no limit.
/// </summary>
internal static class InvariantRanges
{
    private const int MostIterations = 20_000;
    private const double LargestRange = 1e100;
    private const double Tiny = 1e-300;

    /// <summary>A step on ranges: from (lo, hi) to an outer bound of what they become.</summary>
    public delegate void Step(ReadOnlySpan<double> lo, ReadOnlySpan<double> hi, Span<double> nextLo, Span<double> nextHi);

    /// <summary>Turns the initial ranges into invariant ones; false where none could be verified.</summary>
    public static bool TryFind(double[] lo, double[] hi, Step step)
    {
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        for (int k = 0; k < MostIterations; k++)
        {
            step(lo, hi, nextLo, nextHi);
            double change = 0;
            for (int i = 0; i < lo.Length; i++)
            {
                double width = Math.Max(hi[i] - lo[i], double.Epsilon);
                change = Math.Max(change, Math.Max(lo[i] - nextLo[i], nextHi[i] - hi[i]) / width);
                lo[i] = Math.Min(lo[i], nextLo[i]);
                hi[i] = Math.Max(hi[i], nextHi[i]);
                if (!(lo[i] > -LargestRange && hi[i] < LargestRange))
                {
                    return false;
                }
            }

            if (change < 1e-14)
            {
                break;
            }
        }

        // The larger the margin, the sooner it outweighs rounding, and the looser the result.
        foreach (double margin in (ReadOnlySpan<double>)[1e-14, 1e-13, 1e-12, 1e-10, 1e-8, 1e-5, 1e-2])
        {
            if (TryInflate([.. lo], [.. hi], step, margin) is { } wide)
            {
                wide.Lo.CopyTo(lo, 0);
                wide.Hi.CopyTo(hi, 0);
                return true;
            }
        }

        return false;
    }

    /// <summary>Epsilon inflation (Rump 1999): R ← hull(R, F(R) widened by a margin) until F(R) ⊂ R; the margin spreads over the states as the step demands.</summary>
    private static (double[] Lo, double[] Hi)? TryInflate(double[] lo, double[] hi, Step step, double margin)
    {
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        for (int k = 0; k < MostIterations; k++)
        {
            step(lo, hi, nextLo, nextHi);
            bool contained = true;
            for (int i = 0; i < lo.Length; i++)
            {
                contained &= nextLo[i] >= lo[i] && nextHi[i] <= hi[i];
                double reserve = (margin * (nextHi[i] - nextLo[i])) + Tiny;
                nextLo[i] = Math.Min(lo[i], nextLo[i] - reserve);
                nextHi[i] = Math.Max(hi[i], nextHi[i] + reserve);
                if (!(nextLo[i] > -LargestRange && nextHi[i] < LargestRange))
                {
                    return null;
                }
            }

            if (contained)
            {
                return (lo, hi);
            }

            (lo, nextLo) = (nextLo, lo);
            (hi, nextHi) = (nextHi, hi);
        }

        return null;
    }
}
