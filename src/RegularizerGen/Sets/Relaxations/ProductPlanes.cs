using System;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Slopes;

namespace RegularizerGen.Sets.Relaxations;

/// <summary>Planes below and above a product u v on a rectangle (McCormick 1976): u v - (u - p)(v - q) for a corner (p, q), which is
/// linear, and every convex combination of the two corners of a side.</summary>
internal static class ProductPlanes
{
    /// <summary>Writes both planes of a unit. Of the two corners of a side the plane stands at the one where the gap (u - p)(v - q) is
    /// small for inputs that make the product extreme: these move most the factor that carries most of the product's movement, in the
    /// direction of the other's sign. A gate gets its plane by the signal that it gates unless it clearly carries more.</summary>
    /// <param name="u">The first factor.</param>
    /// <param name="v">The second factor.</param>
    /// <param name="threshold">The share of the movement from which on the second factor counts as carrying most.</param>
    /// <param name="own">Receives the planes.</param>
    /// <param name="ofU">Which argument the first factor is.</param>
    /// <param name="ofV">Which argument the second factor is.</param>
    /// <param name="unit">The unit.</param>
    public static void Find(Enclosure u, Enclosure v, double threshold, LinearBounds own, int ofU, int ofV, int unit)
    {
        // Below: (u - l)(v - l) >= 0 and (h - u)(h - v) >= 0. Above: (u - l)(h - v) >= 0 and (h - u)(v - l) >= 0.
        double middleU = 0.5 * (u.Lower + u.Upper);
        double middleV = 0.5 * (v.Lower + v.Upper);
        double shareOfV = Math.Abs(middleU) * (v.Upper - v.Lower);
        bool byV = shareOfV > threshold * (shareOfV + (Math.Abs(middleV) * (u.Upper - u.Lower)));
        bool atLower = byV ? middleU > 0 : middleV > 0;
        (own.LowerSlopes[ofU][unit], own.LowerSlopes[ofV][unit]) = atLower ? (v.Lower, u.Lower) : (v.Upper, u.Upper);
        atLower = byV ? middleU > 0 : middleV <= 0;
        (own.UpperSlopes[ofU][unit], own.UpperSlopes[ofV][unit]) = atLower ? (v.Upper, u.Lower) : (v.Lower, u.Upper);
        Offsets(u, v, own, ofU, ofV, unit);
    }

    /// <summary>Writes the offsets that the slopes of a unit need.</summary>
    public static void Offsets(Enclosure u, Enclosure v, LinearBounds own, int ofU, int ofV, int unit)
    {
        own.UpperOffsets[unit] = Offset(u, v, own.UpperSlopes[ofU][unit], own.UpperSlopes[ofV][unit], 1);
        own.LowerOffsets[unit] = -Offset(u, v, own.LowerSlopes[ofU][unit], own.LowerSlopes[ofV][unit], -1);

        // All planes of a side touch at two corners that face each other.
        (own.UpperPoints[ofU][unit], own.UpperPoints[ofV][unit]) = (u.Lower, v.Lower);
        (own.LowerPoints[ofU][unit], own.LowerPoints[ofV][unit]) = (u.Lower, v.Upper);
    }

    /// <summary>Between which slopes planes can be moved: those of the two corners of a side.</summary>
    public static void Ends(Enclosure u, Enclosure v, FreeSlopes free, int ofU, int ofV, int unit)
    {
        (free.From.LowerSlopes[ofU][unit], free.From.LowerSlopes[ofV][unit]) = (v.Lower, u.Lower);
        (free.To.LowerSlopes[ofU][unit], free.To.LowerSlopes[ofV][unit]) = (v.Upper, u.Upper);
        (free.From.UpperSlopes[ofU][unit], free.From.UpperSlopes[ofV][unit]) = (v.Upper, u.Lower);
        (free.To.UpperSlopes[ofU][unit], free.To.UpperSlopes[ofV][unit]) = (v.Lower, u.Upper);
    }

    /// <summary>The square of one signal: below its chord, above its tangent in the middle. The slope belongs to both factors
    /// together.</summary>
    public static void Square(Enclosure u, LinearBounds own, int unit)
    {
        double middle = u.Lower + (0.5 * (u.Upper - u.Lower));
        double chord = u.Lower + u.Upper;
        (own.UpperSlopes[0][unit], own.UpperSlopes[1][unit]) = (chord, 0);
        (own.LowerSlopes[0][unit], own.LowerSlopes[1][unit]) = (middle, middle);
        SquareOffsets(u, own, unit);
    }

    /// <summary>Between which slopes those of a square can be moved: the chord's, and tangents'.</summary>
    public static void SquareEnds(Enclosure u, FreeSlopes free, int unit)
    {
        (free.From.UpperSlopes[0][unit], free.To.UpperSlopes[0][unit]) = (u.Lower + u.Upper, u.Lower + u.Upper);
        (free.From.LowerSlopes[0][unit], free.From.LowerSlopes[1][unit]) = (u.Lower, u.Lower);
        (free.To.LowerSlopes[0][unit], free.To.LowerSlopes[1][unit]) = (u.Upper, u.Upper);
    }

    /// <summary>Writes the offsets that the slopes of a square need.</summary>
    public static void SquareOffsets(Enclosure u, LinearBounds own, int unit)
    {
        Enclosure slope = (Enclosure)own.UpperSlopes[0][unit] + own.UpperSlopes[1][unit];
        Enclosure half = 0.5 * ((Enclosure)own.LowerSlopes[0][unit] + own.LowerSlopes[1][unit]);

        // Convex, so u² - s u is largest at an end; u² - 2m u = (u - m)² - m² is at least -m².
        own.UpperOffsets[unit] = Math.Max((u.Lower * ((Enclosure)u.Lower - slope)).Upper, (u.Upper * ((Enclosure)u.Upper - slope)).Upper);
        own.LowerOffsets[unit] = -(half * half).Upper;
        own.LowerPoints[0][unit] = own.LowerPoints[1][unit] = half.Upper;
    }

    /// <summary>The largest value of sign·(u v - a u - b v): that is bilinear, so it is attained at a corner.</summary>
    private static double Offset(Enclosure u, Enclosure v, double a, double b, double sign)
    {
        return Math.Max(
            Math.Max(At(u.Lower, v.Lower, a, b, sign), At(u.Lower, v.Upper, a, b, sign)),
            Math.Max(At(u.Upper, v.Lower, a, b, sign), At(u.Upper, v.Upper, a, b, sign))
        );
    }

    private static double At(double u, double v, double a, double b, double sign)
    {
        // (u - b)(v - a) - a b, each difference of doubles rounded outward.
        Enclosure value = (((Enclosure)u - b) * ((Enclosure)v - a)) - ((Enclosure)a * b);
        return sign > 0 ? value.Upper : -value.Lower;
    }
}
