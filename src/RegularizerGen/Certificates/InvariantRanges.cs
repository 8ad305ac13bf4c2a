using System;

namespace RegularizerGen.Certificates;

/// <summary>
/// Ranges that a step maps into themselves: R ← hull(R, F(R)) from the initial ranges, then inflated and verified, F(R) ⊂ R with outward
/// rounding. The limit itself is approached from below and never reached; what is verified needs no limit.
/// </summary>
internal static class InvariantRanges
{
    private const int MostIterations = 2_000;
    private const int JumpEvery = 40;
    private const double LargestRange = 1e100;
    private const double Settled = 1e-14;
    private const double Tiny = 1e-300;

    /// <summary>A step on ranges: from (lo, hi) to an outer bound of what they become.</summary>
    public delegate void Step(ReadOnlySpan<double> lo, ReadOnlySpan<double> hi, Span<double> nextLo, Span<double> nextHi);

    /// <summary>Turns the initial ranges into invariant ones; false where none could be verified.</summary>
    public static bool TryFind(double[] lo, double[] hi, Step step)
    {
        double[] initialLo = [.. lo];
        double[] initialHi = [.. hi];
        if (Grow(lo, hi, step) is not { } jumped)
        {
            return false;
        }

        // The larger the margin, the sooner it outweighs rounding, and the looser the result.
        foreach (double margin in (ReadOnlySpan<double>)[1e-14, 1e-13, 1e-12, 1e-10, 1e-8, 1e-5, 1e-2])
        {
            if (TryInflate([.. lo], [.. hi], step, margin) is { } wide)
            {
                wide.Lo.CopyTo(lo, 0);
                wide.Hi.CopyTo(hi, 0);
                if (jumped)
                {
                    Shrink(lo, hi, initialLo, initialHi, step);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Grows the ranges until they settle; where that takes long, by jumps along the geometric series of the last changes. Tells
    /// whether it jumped; null where they grow beyond all bounds.</summary>
    private static bool? Grow(double[] lo, double[] hi, Step step)
    {
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        double[] lastLo = new double[lo.Length];
        double[] lastHi = new double[lo.Length];
        bool jumped = false;
        for (int k = 1; k <= MostIterations; k++)
        {
            step(lo, hi, nextLo, nextHi);
            double change = 0;
            bool jump = k % JumpEvery == 0;
            for (int i = 0; i < lo.Length; i++)
            {
                double width = Math.Max(hi[i] - lo[i], double.Epsilon);
                double down = Math.Max(lo[i] - nextLo[i], 0);
                double up = Math.Max(nextHi[i] - hi[i], 0);
                change = Math.Max(change, Math.Max(down, up) / width);
                lo[i] -= down + (jump ? Rest(down, lastLo[i]) : 0);
                hi[i] += up + (jump ? Rest(up, lastHi[i]) : 0);
                (lastLo[i], lastHi[i]) = (down, up);
                if (!(lo[i] > -LargestRange && hi[i] < LargestRange))
                {
                    return null;
                }
            }

            if (change < Settled)
            {
                break;
            }

            jumped |= jump;
        }

        return jumped;
    }

    /// <summary>What a geometric series still adds after two consecutive changes.</summary>
    private static double Rest(double change, double before)
    {
        double ratio = before > 0 ? Math.Min(change / before, 0.9999) : 0;
        return change * ratio / (1 - ratio);
    }

    /// <summary>Epsilon inflation (Rump 1999): R ← hull(R, F(R) widened by a margin) until F(R) ⊂ R; the margin spreads over the states as
    /// the step demands.</summary>
    private static (double[] Lo, double[] Hi)? TryInflate(double[] lo, double[] hi, Step step, double margin)
    {
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        for (int k = 0; k < MostIterations / 4; k++)
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

    /// <summary>From verified ranges downward, R ← hull(initial, F(R)), as long as the result is verified, too.</summary>
    private static void Shrink(double[] lo, double[] hi, double[] initialLo, double[] initialHi, Step step)
    {
        double[] smallLo = new double[lo.Length];
        double[] smallHi = new double[lo.Length];
        double[] nextLo = new double[lo.Length];
        double[] nextHi = new double[lo.Length];
        for (int k = 0; k < MostIterations / 4; k++)
        {
            step(lo, hi, smallLo, smallHi);
            double change = 0;
            for (int i = 0; i < lo.Length; i++)
            {
                smallLo[i] = Math.Max(lo[i], Math.Min(smallLo[i], initialLo[i]));
                smallHi[i] = Math.Min(hi[i], Math.Max(smallHi[i], initialHi[i]));
                change = Math.Max(change, Math.Max(smallLo[i] - lo[i], hi[i] - smallHi[i]) / Math.Max(hi[i] - lo[i], double.Epsilon));
            }

            step(smallLo, smallHi, nextLo, nextHi);
            for (int i = 0; i < lo.Length; i++)
            {
                if (!(nextLo[i] >= smallLo[i] && nextHi[i] <= smallHi[i]))
                {
                    return;
                }
            }

            smallLo.CopyTo(lo, 0);
            smallHi.CopyTo(hi, 0);
            if (change < 1e-12)
            {
                return;
            }
        }
    }
}
