using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>
/// The tight rules of one unit under peak perturbations (proofs: docs/tight-rules.md). Each is a maximum over the value of a gate, attained
/// at a point that is known in closed form and clamped to the gate's range; the point is fixed for differentiation, since its own change
/// does not change the maximum to first order. t and its distances from both ends of its values are clamped each by itself, since the
/// difference of two near numbers has no accuracy.
/// </summary>
internal static class TightRules
{
    /// <summary>
    /// max over m = |t| in its range of m A + (m - min)(max - m) D: the movement of a product t∘v, where A is the movement of v and D =
    /// |v|·(movement of the argument of t).
    /// Concave, largest A/(2D) above the middle.
    /// </summary>
    public static TNumber Product<TNumber>(in TiedSignal<TNumber> tie, int unit, TNumber a, TNumber d)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        UnitwiseSignal<TNumber> t = tie.Signal;
        TNumber shift = Shift(a, d);
        TNumber half = 0.5 * (tie.Max - tie.Min);
        (TNumber Lower, TNumber Upper) below = t.Below(unit);
        if (tie.Min == 0)
        {
            (TNumber Lower, TNumber Upper) above = t.Above(unit);
            TNumber up = Clamp(half + shift, above.Lower, above.Upper);
            return TNumber.UpperEnd((up * a) + (up * Clamp(half - shift, below.Lower, below.Upper) * d));
        }

        // Even in t: min = -max, and m runs from the point of the range that is nearest to 0.
        (TNumber Lower, TNumber Upper) fromBelow = t.Above(unit);
        TNumber size = Clamp(shift, TNumber.Max(TNumber.Max(t.Lower[unit], -t.Upper[unit]), 0), t.Magnitude(unit));
        TNumber widest = TNumber.Min(TNumber.Min(below.Upper, fromBelow.Upper), tie.Max);
        TNumber down = Clamp(half - shift, TNumber.Min(below.Lower, fromBelow.Lower), widest);
        return TNumber.UpperEnd((size * a) + ((size + tie.Max) * down * d));
    }

    /// <summary>
    /// max over t in its range of z α + (1-z) β + factor·(t - min)(max - t) G with z = offset + factor·t: the movement of a blend, where G
    /// is the gap of its arguments times the movement of the argument of t. Concave, largest (α - β)/(2G) above the middle.
    /// </summary>
    public static TNumber Blend<TNumber>(in TiedSignal<TNumber> tie, int unit, TNumber alpha, TNumber beta, TNumber g)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        (TNumber Lower, TNumber Upper) above = tie.Signal.Above(unit);
        (TNumber Lower, TNumber Upper) below = tie.Signal.Below(unit);
        TNumber shift = Shift(alpha - beta, g);
        TNumber half = 0.5 * (tie.Max - tie.Min);
        TNumber up = Clamp(half + shift, above.Lower, above.Upper);
        TNumber down = Clamp(half - shift, below.Lower, below.Upper);
        TNumber factor = tie.Factor.In<TNumber>();
        TNumber offset = tie.Offset.In<TNumber>();
        TNumber z = offset + (factor * tie.Min) + (factor * up);
        TNumber other = 1 - offset - (factor * tie.Max) + (factor * down);
        return TNumber.UpperEnd((z * alpha) + (other * beta) + (factor * up * down * g));
    }

    /// <summary>How far the maximum is from the middle; a denominator of 0, not -0: a/0 is +∞.</summary>
    private static TNumber Shift<TNumber>(TNumber a, TNumber d)
        where TNumber : unmanaged, IBoundNumber<TNumber> => TNumber.Fixed(a / (2 * TNumber.Max(d, 0)));

    private static TNumber Clamp<TNumber>(TNumber point, TNumber least, TNumber most)
        where TNumber : unmanaged, IBoundNumber<TNumber> => TNumber.Max(least, TNumber.Min(most, point));
}
