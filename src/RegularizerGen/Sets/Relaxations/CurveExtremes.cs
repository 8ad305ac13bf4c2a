using System;
using System.Collections.Generic;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets.Relaxations;

/// <summary>
/// The largest value of ±(φ(v) - s v) on an interval, from above: the interval is cut where the bound is attained. On a piece [a, b] with
/// slopes in [p, q] a function w is at most min(w(a) + q (v - a), w(b) - p (b - v)), whose peak is where both lines meet.
/// </summary>
internal static class CurveExtremes<TActivation>
    where TActivation : IActivation
{
    private const int Cuts = 24;

    private readonly record struct Piece(double A, double B, Enclosure AtA, Enclosure AtB, double Peak);

    /// <summary>An upper bound of sign·(φ(v) - slope·v) over [lower, upper], at most a little above it; and where that is,
    /// nearly.</summary>
    public static (double Value, double Point) Largest(double lower, double upper, double slope, double sign)
    {
        var pieces = new PriorityQueue<Piece, double>();
        double reached = Math.Max(At(lower, slope, sign).Lower, At(upper, slope, sign).Lower);
        bool cutsAtZero = lower < 0 && upper > 0;
        Add(pieces, lower, cutsAtZero ? 0 : upper, slope, sign);
        if (cutsAtZero)
        {
            Add(pieces, 0, upper, slope, sign);
        }

        for (int cut = 0; cut < Cuts; cut++)
        {
            Piece top = pieces.Peek();
            double middle = top.A + (0.5 * (top.B - top.A));
            if (top.Peak - reached <= 1e-9 * Math.Abs(reached) || !(middle > top.A && middle < top.B))
            {
                break;
            }

            pieces.Dequeue();
            reached = Math.Max(reached, At(middle, slope, sign).Lower);
            Add(pieces, top.A, middle, slope, sign);
            Add(pieces, middle, top.B, slope, sign);
        }

        Piece highest = pieces.Peek();
        return (highest.Peak, highest.AtA.Upper > highest.AtB.Upper ? highest.A : highest.B);
    }

    private static void Add(PriorityQueue<Piece, double> pieces, double a, double b, double slope, double sign)
    {
        (Enclosure atA, Enclosure atB) = (At(a, slope, sign), At(b, slope, sign));
        double peak = Peak(a, b, atA.Upper, atB.Upper, sign * (Curve<TActivation>.Slopes(a, b) - slope));
        pieces.Enqueue(new Piece(a, b, atA, atB, peak), double.IsNaN(peak) ? double.NegativeInfinity : -peak);
    }

    private static Enclosure At(double point, double slope, double sign) =>
        sign * (Curve<TActivation>.Value(point) - ((Enclosure)slope * point));

    private static double Peak(double a, double b, double atA, double atB, Enclosure slopes)
    {
        if (slopes.Upper <= 0 || a == b)
        {
            return atA;
        }

        if (slopes.Lower >= 0)
        {
            return atB;
        }

        Enclosure width = (Enclosure)b - a;
        (Enclosure fall, Enclosure rise) = (-slopes.Lower, slopes.Upper);
        Enclosure peak = ((fall * atA) + (rise * atB) + (rise * fall * width)) / (rise + fall);
        return double.IsNaN(peak.Upper) ? double.PositiveInfinity : peak.Upper;
    }
}
