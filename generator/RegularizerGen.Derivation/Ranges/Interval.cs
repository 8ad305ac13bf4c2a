using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A symbolic range [Lo, Hi] that holds for every unit and every admissible input.</summary>
public sealed record Interval(Expr Lo, Expr Hi)
{
    /// <summary>|v| = max(|lo|, |hi|), which for lo ≤ hi is max(-lo, hi).</summary>
    public Expr Magnitude => IsNonNegative ? Hi : Expr.Max(-Lo, Hi);

    /// <summary>Whether the lower end is known to be at least 0 without evaluating anything.</summary>
    public bool IsNonNegative { get; init; }

    public static Interval operator +(Interval a, Interval b) => new(a.Lo + b.Lo, a.Hi + b.Hi);

    public static Interval Sum(IEnumerable<Interval> terms)
    {
        Interval[] all = [.. terms];
        return new(Expr.Sum(all.Select(t => t.Lo)), Expr.Sum(all.Select(t => t.Hi)));
    }

    public static Interval operator *(Rational factor, Interval a) =>
        factor.Sign >= 0 ? new(factor * a.Lo, factor * a.Hi) : new(factor * a.Hi, factor * a.Lo);
}
