using System;
using System.Linq;

namespace RegularizerGen.Structured;

/// <summary>
/// Searches T and S for the least level at which ‖M‖ ≤ 1: method of centres (Boyd and El Ghaoui 1993). The level is moved towards the least
/// one that the present scales allow, and the scales towards the minimum of the barrier there.
/// </summary>
internal static class ScalingSearch
{
    private const int MostSteps = 200;
    private const int MostTrials = 8;
    private const int Patience = 6;
    private const double Approach = 0.3;
    private const double Centred = 0.7;
    private const double Tolerance = 0.1;
    private const double Settled = 5e-4;
    private const double SmallLevel = 1e-3;

    /// <summary>The scaled matrix at the least level found; null where the start has ‖M‖ ≥ 1.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="check">Called at every step; where it throws that time is over, the best so far is returned.</param>
    public static ScaledMatrix? Find(ScaledMatrix start, Action check)
    {
        if (BarrierPoint.At(start) is not { } point)
        {
            return null;
        }

        ScaledMatrix scaled = start;
        (ScaledMatrix Scaled, double Level) best = (scaled, scaled.Level);
        int slow = 0;
        bool isCentred = true;
        for (int step = 0; step < MostSteps && slow < Patience && best.Level > SmallLevel && HasTime(check); step++)
        {
            double least = point.LeastLevel();
            slow = least < best.Level * (1 - Settled) ? 0 : slow + 1;
            best = least < best.Level ? (scaled, least) : best;
            if (isCentred)
            {
                scaled.SetLevel(least + (Approach * (scaled.Level - least)));
                if (BarrierPoint.At(scaled) is not { } closer)
                {
                    break;
                }

                point = closer;
            }

            (double[] direction, double decrement) = new BarrierStep(scaled, point).Find(Tolerance);
            isCentred = decrement < Centred;
            if (Along(scaled, direction, point.Value) is not { } found)
            {
                break;
            }

            (scaled, point) = found;
        }

        best.Scaled.SetLevel(best.Level);
        return best.Scaled;
    }

    private static bool HasTime(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (Sets.Boxes.Budget.Exceeded)
        {
            return false;
        }
    }

    private static (ScaledMatrix, BarrierPoint)? Along(ScaledMatrix scaled, double[] direction, double before)
    {
        double length = 1;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            if (Try(scaled, direction, length, before) is { } found)
            {
                return found;
            }

            length *= 0.5;
        }

        return null;
    }

    private static (ScaledMatrix, BarrierPoint)? Try(ScaledMatrix scaled, double[] direction, double length, double before)
    {
        int full = scaled.Full;
        double[] shape = [.. direction.Take(full * full).Select(d => d * length)];
        for (int k = 0; k < full; k++)
        {
            shape[(k * full) + k] += 1;
        }

        double[] factor = new double[full * full];
        double[] scales = [.. direction.Skip(full * full).Select(d => 1 + (d * length))];
        if (Array.Exists(scales, s => !(s > 0)) || !SymmetricInverse.TryFactorize(shape, full, factor))
        {
            return null;
        }

        double[] inverse = SymmetricInverse.OfTriangle(factor, full);
        ScaledMatrix moved = scaled.Moved(
            SymmetricInverse.Transposed(factor, full, full),
            SymmetricInverse.Transposed(inverse, full, full),
            [.. scales.Select(Math.Sqrt)]
        );
        return BarrierPoint.At(moved) is { } point && point.Value < before ? (moved, point) : null;
    }
}
