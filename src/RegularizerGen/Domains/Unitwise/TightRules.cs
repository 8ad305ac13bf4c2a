using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>
/// The tight rules of one unit under peak perturbations (proofs: docs/tight-rules.md). Each is a maximum over the value of a gate, attained at a point that is known in
/// closed form and clamped to the gate's range; the point is fixed for differentiation, since its own change does not change the maximum to first order.
/// </summary>
internal static class TightRules
{
    /// <summary>
    /// max over |t| in [least, most] of |t| A + (constant + linear |t| - t²) D: the movement of a product t∘v, where A is the movement of v and D = |v|·(movement of the
    /// argument of t). Concave, largest at linear/2 + A/(2D).
    /// </summary>
    public static TNumber Product<TNumber>(TNumber least, TNumber most, (TNumber Constant, TNumber Linear) slope, TNumber a, TNumber d)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        TNumber at = Clamp((0.5 * slope.Linear) + (a / (2 * TNumber.Max(d, 0))), least, most); // 0, not -0: a/0 is +∞
        return (at * a) + ((slope.Constant + (slope.Linear * at) - (at * at)) * d);
    }

    /// <summary>
    /// max over t in its range of z α + (1-z) β + factor·(constant + linear t - t²) G with z = offset + factor·t: the movement of a blend, where G is the gap of its
    /// arguments times the movement of the argument of t. Concave, largest at linear/2 + (α - β)/(2G).
    /// </summary>
    public static TNumber Blend<TNumber>(in TiedSignal<TNumber> tie, int unit, TNumber alpha, TNumber beta, TNumber g)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        (TNumber constant, TNumber linear) = tie.Slope;
        TNumber at = Clamp((0.5 * linear) + ((alpha - beta) / (2 * TNumber.Max(g, 0))), tie.Signal.Lower[unit], tie.Signal.Upper[unit]);
        TNumber factor = tie.Factor.In<TNumber>();
        TNumber z = tie.Offset.In<TNumber>() + (factor * at);
        return (z * alpha) + ((1 - z) * beta) + (factor * (constant + (linear * at) - (at * at)) * g);
    }

    private static TNumber Clamp<TNumber>(TNumber point, TNumber least, TNumber most)
        where TNumber : unmanaged, IBoundNumber<TNumber> => TNumber.Max(least, TNumber.Min(most, TNumber.Fixed(point)));
}
