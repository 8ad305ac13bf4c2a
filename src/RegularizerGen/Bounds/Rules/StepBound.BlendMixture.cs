namespace RegularizerGen.Bounds;

/// <summary>What the deviations α of a and β of b make of a blend z∘a + (1-z)∘b, the gate held; <c>other</c> is the range of 1 -
/// z.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>
    /// Under peak perturbations the larger end of z α + (1-z) β; in the Euclidean norms min(z_hi α + (1 - z_lo) β, κ √(α² + β²)) with κ²
    /// the larger end of z² + (1-z)², and by the tight rules no more than <see cref="EuclideanBlend"/> (docs/tight-rules.md).
    /// </summary>
    protected TNumber BlendMixture(Range<TNumber> z, Range<TNumber> other, TNumber alpha, TNumber beta) =>
        Mixture(z, other, alpha, beta, isExact: IsTight);

    /// <summary>Adjoint of <see cref="BlendMixture"/>.</summary>
    protected void ReverseBlendMixture(
        Range<TNumber> z,
        Range<TNumber> other,
        TNumber alpha,
        TNumber beta,
        TNumber mixture,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint
    ) => ReverseMixture(z, other, alpha, beta, IsTight, mixture, ref zAdjoint, ref otherAdjoint, ref alphaAdjoint, ref betaAdjoint);

    /// <summary>The same where z may leave [0, 1] with the weights: then β + max|z| (α + β).</summary>
    protected TNumber OpenBlendMixture(Range<TNumber> z, Range<TNumber> other, TNumber alpha, TNumber beta) =>
        IsGate(z) ? Mixture(z, other, alpha, beta, isExact: false) : beta + (Magnitude(z) * (alpha + beta));

    /// <summary>Adjoint of <see cref="OpenBlendMixture"/>.</summary>
    protected void ReverseOpenBlendMixture(
        Range<TNumber> z,
        Range<TNumber> other,
        TNumber alpha,
        TNumber beta,
        TNumber mixture,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint
    )
    {
        if (IsGate(z))
        {
            ReverseMixture(
                z,
                other,
                alpha,
                beta,
                isExact: false,
                mixture,
                ref zAdjoint,
                ref otherAdjoint,
                ref alphaAdjoint,
                ref betaAdjoint
            );
            return;
        }

        TNumber size = Magnitude(z);
        alphaAdjoint += mixture * size;
        betaAdjoint += mixture * (1 + size);
        ReverseMagnitude(z, mixture * (alpha + beta), ref zAdjoint);
    }

    private TNumber Mixture(Range<TNumber> z, Range<TNumber> other, TNumber alpha, TNumber beta, bool isExact)
    {
        if (isPeak)
        {
            return TNumber.Max((z.Hi * alpha) + (other.Lo * beta), (z.Lo * alpha) + (other.Hi * beta));
        }

        TNumber least = TNumber.Min((z.Hi * alpha) + (other.Hi * beta), Kappa(z, other) * Hypotenuse(alpha, beta));
        return isExact ? TNumber.Min(least, EuclideanBlend(z, other, alpha, beta)) : least;
    }

    private void ReverseMixture(
        Range<TNumber> z,
        Range<TNumber> other,
        TNumber alpha,
        TNumber beta,
        bool isExact,
        TNumber mixture,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint
    )
    {
        if (isPeak)
        {
            bool atLo = (z.Hi * alpha) + (other.Lo * beta) < (z.Lo * alpha) + (other.Hi * beta);
            alphaAdjoint += mixture * (atLo ? z.Lo : z.Hi);
            betaAdjoint += mixture * (atLo ? other.Hi : other.Lo);
            End(ref zAdjoint, atLo) += mixture * alpha;
            End(ref otherAdjoint, !atLo) += mixture * beta;
            return;
        }

        TNumber separate = (z.Hi * alpha) + (other.Hi * beta);
        (TNumber kappa, TNumber length) = (Kappa(z, other), Hypotenuse(alpha, beta));
        if (isExact && EuclideanBlend(z, other, alpha, beta) < TNumber.Min(separate, kappa * length))
        {
            ReverseEuclideanBlend(z, other, alpha, beta, mixture, ref zAdjoint, ref otherAdjoint, ref alphaAdjoint, ref betaAdjoint);
        }
        else if (kappa * length < separate)
        {
            alphaAdjoint += mixture * kappa * (alpha / length);
            betaAdjoint += mixture * kappa * (beta / length);
            bool atLo = Squares(z.Hi, other.Lo) < Squares(z.Lo, other.Hi);
            End(ref zAdjoint, atLo) += mixture * length * ((atLo ? z.Lo : z.Hi) / kappa);
            End(ref otherAdjoint, !atLo) += mixture * length * ((atLo ? other.Hi : other.Lo) / kappa);
        }
        else
        {
            alphaAdjoint += mixture * z.Hi;
            betaAdjoint += mixture * other.Hi;
            zAdjoint.Hi += mixture * alpha;
            otherAdjoint.Hi += mixture * beta;
        }
    }

    private static TNumber Kappa(Range<TNumber> z, Range<TNumber> other) =>
        TNumber.Sqrt(TNumber.Max(Squares(z.Lo, other.Hi), Squares(z.Hi, other.Lo)));

    private static TNumber Hypotenuse(TNumber a, TNumber b) => TNumber.Sqrt(Squares(a, b));

    private static TNumber Squares(TNumber a, TNumber b) => (a * a) + (b * b);
}
