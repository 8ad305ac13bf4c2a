namespace RegularizerGen.Bounds;

/// <summary>Blends, exactly, in the Euclidean norms.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>
    /// max over s in [0, 1] of α √u + β √w, with u = z_lo² (1-s) + z_hi² s and w = (1-z_lo)² (1-s) + (1-z_hi)² s: the Euclidean norm of a
    /// blend whose units choose their gates, (u, w) running over the chord between the ends (docs/tight-rules.md). Concave, largest at
    /// <see cref="PlaceOnChord"/>, which is fixed for differentiation: its own change does not change the maximum to first order.
    /// </summary>
    private static TNumber EuclideanBlend(Range<TNumber> z, Range<TNumber> other, TNumber alpha, TNumber beta)
    {
        TNumber at = PlaceOnChord(z, other, alpha, beta);
        return TNumber.UpperEnd((alpha * Chord(z.Lo, z.Hi, at)) + (beta * Chord(other.Hi, other.Lo, at)));
    }

    private static void ReverseEuclideanBlend(
        Range<TNumber> z,
        Range<TNumber> other,
        TNumber alpha,
        TNumber beta,
        TNumber blend,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint
    )
    {
        TNumber at = PlaceOnChord(z, other, alpha, beta);
        (TNumber u, TNumber w) = (Chord(z.Lo, z.Hi, at), Chord(other.Hi, other.Lo, at));
        alphaAdjoint += blend * u;
        betaAdjoint += blend * w;
        zAdjoint.Lo += blend * alpha * (1 - at) * (z.Lo / u);
        zAdjoint.Hi += blend * alpha * at * (z.Hi / u);
        otherAdjoint.Hi += blend * beta * (1 - at) * (other.Hi / w);
        otherAdjoint.Lo += blend * beta * at * (other.Lo / w);
    }

    /// <summary>Where α² p² w = β² q² u, p and q being what u gains and w loses on the chord; clamped to it.</summary>
    private static TNumber PlaceOnChord(Range<TNumber> z, Range<TNumber> other, TNumber alpha, TNumber beta)
    {
        TNumber p = (z.Hi * z.Hi) - (z.Lo * z.Lo);
        TNumber q = (other.Hi * other.Hi) - (other.Lo * other.Lo);
        TNumber larger = TNumber.Max(alpha, beta); // only the ratio matters, and squares of shares cannot overflow
        TNumber ap = alpha / larger * (alpha / larger) * p;
        TNumber bq = beta / larger * (beta / larger) * q;
        TNumber place = ((ap * p * (other.Hi * other.Hi)) - (bq * q * (z.Lo * z.Lo))) / (p * q * (ap + bq));
        return TNumber.Max(0, TNumber.Min(1, TNumber.Fixed(place)));
    }

    private static TNumber Chord(TNumber from, TNumber to, TNumber at) => TNumber.Sqrt((from * from * (1 - at)) + (to * to * at));
}
