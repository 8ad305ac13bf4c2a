using System;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets.Relaxations;

/// <summary>
/// Linear bounds of a function that is convex left of 0 and concave right of it (its slope falls with the distance from 0). Written for the
/// bound from above; the one from below is that of -φ(-v), which has the same shape.
/// </summary>
internal static class SShape<TActivation>
    where TActivation : IActivation
{
    private const int Cuts = 24;

    /// <summary>The share of an interval that golden-section search cuts off.</summary>
    private const double Golden = 0.381966;

    /// <summary>Writes both bounds of a unit.</summary>
    public static void Find(double lower, double upper, LinearBounds own, int unit)
    {
        double slope = Slope(lower, upper);
        own.UpperSlopes[0][unit] = slope;
        own.LowerSlopes[0][unit] = slope;
        CurveRelaxation<TActivation>.WriteOffsets(lower, upper, own, unit);
    }

    /// <summary>The largest sign·φ(sign·v) - slope·v on [lower, upper], from above, and where it is, nearly. Left of 0 the function is
    /// convex: the ends decide. Right of 0 it is concave: below its tangent at any point.</summary>
    public static (double Offset, double Point) Offset(double lower, double upper, double slope, double sign)
    {
        double offset = lower >= 0 ? double.NegativeInfinity : At(lower, slope, sign);
        double tangent;
        if (upper <= 0)
        {
            tangent = At(upper, slope, sign);
            return tangent > offset ? (tangent, upper) : (offset, lower);
        }

        double from = Math.Max(lower, 0);
        double touching = Math.Min(Math.Max(Touching(slope, sign, upper), from), upper);
        Enclosure excess = Enclosure.Abs(Curve<TActivation>.Slopes(sign * touching, sign * touching) - slope);
        double reach = Math.Max((touching - (Enclosure)from).Upper, (upper - (Enclosure)touching).Upper);
        tangent = (At(touching, slope, sign) + (excess * reach)).Upper;
        return tangent > offset ? (tangent, touching) : (offset, lower);
    }

    private static double At(double point, double slope, double sign) =>
        ((sign * Curve<TActivation>.Value(sign * point)) - ((Enclosure)slope * point)).Upper;

    /// <summary>The slope of the parallel lines of least width: measured, better than lines of least area on either side, because
    /// coefficients of either sign then agree on how one signal moves another. On one side of 0 it is the chord's.</summary>
    private static double Slope(double lower, double upper)
    {
        double middle = lower + (0.5 * (upper - lower));
        if (!(upper - lower > 1e-7 * Math.Max(1, Math.Max(-lower, upper))))
        {
            return Curve<TActivation>.NearSlope(middle);
        }

        double atLower = Curve<TActivation>.NearValue(lower);
        double atUpper = Curve<TActivation>.NearValue(upper);
        double chord = (atUpper - atLower) / (upper - lower);
        if (lower >= 0 || upper <= 0)
        {
            return chord;
        }

        // On both sides of 0 the width is convex in the slope.
        double near = 0;
        double far = Math.Max(-lower, upper);
        double p = Golden * far;
        double q = far - p;
        (double atP, double atQ) = (Width(p), Width(q));
        for (int cut = 0; cut < Cuts; cut++)
        {
            if (atP < atQ)
            {
                (far, q, atQ) = (q, p, atP);
                p = near + (Golden * (far - near));
                atP = Width(p);
            }
            else
            {
                (near, p, atP) = (p, q, atQ);
                q = far - (Golden * (far - near));
                atQ = Width(q);
            }
        }

        return Curve<TActivation>.NearSlope(0.5 * (near + far));

        // Between lines of the slope that the function has at d and (where it is even, and it is only a matter of tightness) at -d.
        double Width(double d)
        {
            double slope = Curve<TActivation>.NearSlope(d);
            double right = Math.Min(d, upper);
            double left = Math.Max(-d, lower);
            double most = Math.Max(atLower - (slope * lower), Curve<TActivation>.NearValue(right) - (slope * right));
            double least = Math.Min(atUpper - (slope * upper), Curve<TActivation>.NearValue(left) - (slope * left));
            return most - least;
        }
    }

    /// <summary>Where right of 0 the function has a slope, nearly: by regula falsi with halved ends ("Illinois").</summary>
    private static double Touching(double slope, double sign, double upper)
    {
        (double near, double far) = (0, upper);
        double atFar = Curve<TActivation>.NearSlope(sign * far) - slope;
        double atNear = Curve<TActivation>.NearSlope(0) - slope;
        if (!(atFar < 0 && atNear > 0))
        {
            return atFar < 0 ? near : far;
        }

        for (int cut = 0; cut < Cuts; cut++)
        {
            double point = far - (atFar * (far - near) / (atFar - atNear));
            double at = Curve<TActivation>.NearSlope(sign * point) - slope;
            if (Math.Abs(at) < 1e-14 || !(point > near && point < far))
            {
                return point;
            }

            if (at > 0)
            {
                (near, atNear, atFar) = (point, at, atFar / 2);
            }
            else
            {
                (far, atFar, atNear) = (point, at, atNear / 2);
            }
        }

        return far;
    }
}
