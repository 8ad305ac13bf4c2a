using System;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets.Relaxations;

/// <summary>Linear bounds of a scalar function on an interval.</summary>
internal static class CurveRelaxation<TActivation>
    where TActivation : IActivation
{
    private static readonly bool IsSShaped = TActivation.Facts is { SlopeFallsFromZero: true, IsOpaque: false };

    /// <summary>The values of φ on [lower, upper], from outside.</summary>
    public static Enclosure Range(double lower, double upper) =>
        TActivation.Facts.IsMonotone
            ? new(Curve<TActivation>.Value(lower).Lower, Curve<TActivation>.Value(upper).Upper)
            : new(
                -CurveExtremes<TActivation>.Largest(lower, upper, 0, -1).Value,
                CurveExtremes<TActivation>.Largest(lower, upper, 0, 1).Value
            );

    /// <summary>The slopes of φ on an interval, from outside.</summary>
    public static Enclosure Slopes(Enclosure argument)
    {
        if (!IsSShaped)
        {
            return Curve<TActivation>.Slopes(argument.Lower, argument.Upper);
        }

        double steepest = Math.Max(argument.Lower, Math.Min(argument.Upper, 0));
        Enclosure most = Curve<TActivation>.Slopes(steepest, steepest);
        Enclosure atLower = Curve<TActivation>.Slopes(argument.Lower, argument.Lower);
        Enclosure atUpper = Curve<TActivation>.Slopes(argument.Upper, argument.Upper);
        return new(Math.Min(atLower.Lower, atUpper.Lower), most.Upper);
    }

    /// <summary>Writes the offsets that the slopes of a unit need.</summary>
    public static void WriteOffsets(double lower, double upper, LinearBounds own, int unit)
    {
        (double slopeAbove, double slopeBelow) = (own.UpperSlopes[0][unit], own.LowerSlopes[0][unit]);
        (own.UpperOffsets[unit], own.UpperPoints[0][unit]) = IsSShaped
            ? SShape<TActivation>.Offset(lower, upper, slopeAbove, 1)
            : CurveExtremes<TActivation>.Largest(lower, upper, slopeAbove, 1);
        (double below, double point) = IsSShaped
            ? SShape<TActivation>.Offset(-upper, -lower, slopeBelow, -1)
            : CurveExtremes<TActivation>.Largest(lower, upper, slopeBelow, -1);
        (own.LowerOffsets[unit], own.LowerPoints[0][unit]) = (-below, IsSShaped ? -point : point);
    }

    /// <summary>Writes both bounds of a unit.</summary>
    public static void Find(double lower, double upper, LinearBounds own, int unit)
    {
        if (IsSShaped)
        {
            SShape<TActivation>.Find(lower, upper, own, unit);
            return;
        }

        (own.UpperSlopes[0][unit], own.UpperOffsets[unit]) = Best(lower, upper, 1);
        (own.LowerSlopes[0][unit], double below) = Best(lower, upper, -1);
        own.LowerOffsets[unit] = -below;
    }

    /// <summary>Of a few slopes the one whose line has the least area between itself and the function: the one nearest to it in the
    /// middle.</summary>
    private static (double Slope, double Offset) Best(double lower, double upper, double sign)
    {
        double middle = lower + (0.5 * (upper - lower));
        double chord = (Curve<TActivation>.NearValue(upper) - Curve<TActivation>.NearValue(lower)) / (upper - lower);
        ReadOnlySpan<double> slopes =
        [
            Curve<TActivation>.NearSlope(middle),
            double.IsFinite(chord) ? chord : 0,
            Curve<TActivation>.NearSlope(lower),
            Curve<TActivation>.NearSlope(upper),
        ];
        (double Slope, double Offset) best = (0, double.PositiveInfinity);
        double least = double.PositiveInfinity;
        foreach (double slope in slopes)
        {
            double offset = CurveExtremes<TActivation>.Largest(lower, upper, slope, sign).Value;
            if (offset + (sign * slope * middle) < least)
            {
                (best, least) = ((slope, offset), offset + (sign * slope * middle));
            }
        }

        return best;
    }
}
