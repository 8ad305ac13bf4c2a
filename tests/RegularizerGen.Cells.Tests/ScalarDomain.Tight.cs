using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>Blends, and the tight rules.</summary>
internal sealed partial class ScalarDomain
{
    public ScalarSignal Blend(int node, ScalarSignal z, ScalarSignal a, ScalarSignal b, bool isGate)
    {
        double gap = Math.Max(a.Hi - b.Lo, b.Hi - a.Lo);
        bool isOpen = !isGate && (z.Lo < 0 || z.Hi > 1);
        double At(double gate, double ofA, double ofB) => (gate * ofA) + ((1 - gate) * ofB);
        double[] corners = [z.Lo * (a.Lo - b.Hi), z.Lo * (a.Hi - b.Lo), z.Hi * (a.Lo - b.Hi), z.Hi * (a.Hi - b.Lo)];
        (double lo, double hi) =
            isOpen ? (b.Lo + corners.Min(), b.Hi + corners.Max())
            : isTight ? (Math.Min(At(z.Lo, a.Lo, b.Lo), At(z.Hi, a.Lo, b.Lo)), Math.Max(At(z.Lo, a.Hi, b.Hi), At(z.Hi, a.Hi, b.Hi)))
            : (Math.Min(a.Lo, b.Lo), Math.Max(a.Hi, b.Hi));
        double[] moved = ScalarSignal.Combine(
            a.Moved,
            b.Moved,
            (alpha, beta) =>
                isOpen ? beta + (z.Size * (alpha + beta))
                : isPeak ? Math.Max(At(z.Hi, alpha, beta), At(z.Lo, alpha, beta))
                : Euclidean(z, alpha, beta, isExact: isTight && isGate)
        );
        moved = ScalarSignal.Combine(moved, z.Moved, (mixed, ofGate) => mixed + (gap * ofGate));
        if (isTight && isPeak && isGate && z.Tie is var (offset, factor, t))
        {
            (double min, double max) = (t.Activation!.Value.Facts.Min!.Value.Value, t.Activation.Value.Facts.Max!.Value.Value);
            for (int k = 0; k < moved.Length; k++)
            {
                (double alpha, double beta) = (a.Moved[k], b.Moved[k]);
                double g = gap * t.Activation.Value.Argument.Moved[k];
                double at = g == 0 ? (alpha > beta ? t.Hi : t.Lo) : Math.Clamp((((alpha - beta) / g) + max + min) / 2, t.Lo, t.Hi);
                moved[k] = Math.Min(moved[k], At(offset + (factor * at), alpha, beta) + (factor * (at - min) * (max - at) * g));
            }
        }

        return new ScalarSignal(lo, hi, moved);
    }

    private static double Euclidean(ScalarSignal z, double alpha, double beta, bool isExact)
    {
        double Square(double gate) => (gate * gate) + ((1 - gate) * (1 - gate));
        double separate = (z.Hi * alpha) + ((1 - z.Lo) * beta);
        double least = Math.Min(separate, Math.Sqrt(Math.Max(Square(z.Lo), Square(z.Hi)) * ((alpha * alpha) + (beta * beta))));
        double Chord(double from, double to, double s) => Math.Sqrt((from * from * (1 - s)) + (to * to * s));
        double Value(double s) => (alpha * Chord(z.Lo, z.Hi, s)) + (beta * Chord(1 - z.Lo, 1 - z.Hi, s));
        (double left, double right) = (0, 1);
        for (int k = 0; k < 200 && isExact; k++)
        {
            (double low, double high) = (left + ((right - left) / 3), right - ((right - left) / 3));
            (left, right) = Value(low) < Value(high) ? (low, right) : (left, high);
        }

        return isExact ? Math.Min(least, Math.Max(Value(left), Math.Max(Value(0), Value(1)))) : least;
    }

    /// <summary>max over m = |t| of m A + (m - min)(max - m) D.</summary>
    private static double Tied(ScalarSignal gate, ScalarSignal other, int column)
    {
        if (gate is not { Terms: null, Activation: { Facts.IsLogistic: true } activation })
        {
            return double.PositiveInfinity;
        }

        (double min, double max) = (activation.Facts.Min!.Value.Value, activation.Facts.Max!.Value.Value);
        double a = other.Moved[column];
        double d = other.Size * activation.Argument.Moved[column];
        double least = Math.Max(0, Math.Max(gate.Lo, -gate.Hi));
        double m = d == 0 ? gate.Size : Math.Clamp(((a / d) + max + min) / 2, least, gate.Size);
        return (m * a) + ((m - min) * (max - m) * d);
    }

    /// <summary>What a logistic gate u in a sum p = u∘v + R adds to φ(p) is at most (1 - u_lo)(κ + slope·|R|) times its argument's
    /// movement.</summary>
    private static double[] GatedArgument(ScalarSignal p, double slope, double product, double[] plain)
    {
        IReadOnlyList<(double Coefficient, ScalarSignal? Signal)> terms = p.Terms ?? [(1, p)];
        for (int term = 0; term < terms.Count; term++)
        {
            if (terms[term].Signal?.Factors is not var (left, right))
            {
                continue;
            }

            (double Coefficient, ScalarSignal? Signal)[] rest = [.. terms.Where((_, k) => k != term)];
            double lo = rest.Sum(t => Math.Min(t.Coefficient * (t.Signal?.Lo ?? 1), t.Coefficient * (t.Signal?.Hi ?? 1)));
            double hi = rest.Sum(t => Math.Max(t.Coefficient * (t.Signal?.Lo ?? 1), t.Coefficient * (t.Signal?.Hi ?? 1)));
            foreach ((ScalarSignal u, ScalarSignal v) in new[] { (left, right), (right, left) })
            {
                if (u is not { Terms: null, Activation: { Facts: { IsLogistic: true, Min.Value: 0 } } gate })
                {
                    continue;
                }

                double reach = (1 - u.Lo) * (product + (slope * Math.Max(hi, -lo)));
                double[] bounded =
                [
                    .. plain.Select(
                        (_, k) =>
                            (slope * ((Math.Abs(terms[term].Coefficient) * u.Size * v.Moved[k]) + Held(rest, k)))
                            + (reach * gate.Argument.Moved[k])
                    ),
                ];
                plain = ScalarSignal.Combine(plain, bounded, Math.Min);
            }
        }

        return plain;

        static double Held((double Coefficient, ScalarSignal? Signal)[] rest, int column) =>
            rest.Sum(t => t.Signal is null ? 0 : Math.Abs(t.Coefficient) * t.Signal.Moved[column]);
    }
}
