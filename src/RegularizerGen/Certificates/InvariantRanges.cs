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

        return TryInflate(lo, hi, step);
    }

    private static bool TryInflate(double[] lo, double[] hi, Step step)
    {
        double[] wideLo = new double[lo.Length];
        double[] wideHi = new double[lo.Length];
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        for (double inflation = 1e-14; inflation < 0.1; inflation *= 3)
        {
            for (int i = 0; i < lo.Length; i++)
            {
                double margin = (inflation * (hi[i] - lo[i])) + 1e-300;
                wideLo[i] = lo[i] - margin;
                wideHi[i] = hi[i] + margin;
            }

            step(wideLo, wideHi, nextLo, nextHi);
            bool contained = true;
            for (int i = 0; i < lo.Length; i++)
            {
                contained &= nextLo[i] >= wideLo[i] && nextHi[i] <= wideHi[i];
            }

            if (contained)
            {
                wideLo.CopyTo(lo, 0);
                wideHi.CopyTo(hi, 0);
                return true;
            }
        }

        return false;
    }
}
