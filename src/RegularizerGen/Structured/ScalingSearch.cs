using System;
using System.Linq;

namespace RegularizerGen.Structured;

/// <summary>
/// Searches T and S for the least level α at which ‖M‖ ≤ 1, or the least α = ‖V T⁻¹‖ of a target: an interior-point method, which follows
/// the minima of t ln α² plus the barrier for growing t. At the minimum of one t, ln α² is at most n/t above the least, n columns
/// (Nesterov and Nemirovski 1994).
/// </summary>
internal static class ScalingSearch
{
    private const int MostSteps = 120;
    private const int MostTrials = 12;
    private const double Growth = 4;
    private const double Centred = 0.7;
    private const double Tolerance = 0.1;
    private const double Gap = 2e-2;
    private const double TargetGap = 0.1;
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
        double price = Math.Clamp(point.LevelTrace(), 0.01 * scaled.Columns, scaled.Columns);
        bool isCentred = false;
        for (
            int step = 0;
            step < MostSteps && (best.Level > SmallLevel || start.Target is not null) && Sets.Boxes.Budget.HasTime(check);
            step++
        )
        {
            double least = scaled.Target is null ? point.LeastLevel() : scaled.Level;
            best = least < best.Level ? (scaled, least) : best;
            if (isCentred && scaled.Columns < (start.Target is null ? Gap : TargetGap) * price)
            {
                break;
            }

            price = isCentred ? Growth * price : price;
            (double[] direction, double decrement) = new BarrierStep(scaled, point, price).Find(Tolerance);
            isCentred = decrement < Centred;
            if (Along(scaled, direction, point.Value, price) is not { } found)
            {
                break;
            }

            (scaled, point) = found;
        }

        best.Scaled.SetLevel(best.Level);
        return best.Scaled;
    }

    private static (ScaledMatrix, BarrierPoint)? Along(ScaledMatrix scaled, double[] direction, double before, double price)
    {
        double length = 1;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            if (Try(scaled, direction, length, before, price) is { } found)
            {
                return found;
            }

            length *= 0.5;
        }

        return null;
    }

    private static (ScaledMatrix, BarrierPoint)? Try(ScaledMatrix scaled, double[] direction, double length, double before, double price)
    {
        int full = scaled.Full;
        double[] shape = [.. direction.Take(full * full).Select(d => d * length)];
        for (int k = 0; k < full; k++)
        {
            shape[(k * full) + k] += 1;
        }

        double[] factor = new double[full * full];
        ReadOnlySpan<double> ofTies = direction.AsSpan((full * full) + scaled.Singles);
        double[] scales = new double[scaled.S.Length];
        for (int k = 0; k < scales.Length; k++)
        {
            double own = k < scaled.Singles ? direction[(full * full) + k] : ofTies[4 * (k - scaled.Singles)];
            scales[k] = Math.Sqrt(1 + (own * length));
        }

        if (
            Array.Exists(scales, s => !(s > 0))
            || !SymmetricInverse.TryFactorize(shape, full, factor)
            || scaled.Ties.Moved(ofTies, length) is not { } ties
        )
        {
            return null;
        }

        double[] inverse = SymmetricInverse.OfTriangle(factor, full);
        ScaledMatrix moved = scaled.Moved(
            SymmetricInverse.Transposed(factor, full, full),
            SymmetricInverse.Transposed(inverse, full, full),
            scales,
            ties
        );
        if (scaled.Target is not null && BarrierPoint.At(moved) is { } there)
        {
            moved = moved.Grown(ScaleRay.Best(moved, there, price));
        }

        double change = direction[^1] * length;
        moved.SetLevel(scaled.Level * Math.Exp(-change / 2));
        double gain = 2 * price * Math.Log(moved.Level / scaled.Level);
        return BarrierPoint.At(moved) is { } point && point.Value + gain < before ? (moved, point) : null;
    }
}
