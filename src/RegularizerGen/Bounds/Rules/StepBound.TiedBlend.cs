namespace RegularizerGen.Bounds;

/// <summary>Deviation of a blend whose gate z is tied to its own slope (docs/tight-rules.md).</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>
    /// <paramref name="separate"/>; under peak perturbations no more than the maximum over t in its range of z α + (1-z) β + factor·(t -
    /// min)(max - t) G with z = offset + factor·t and G = |a - b|·(deviation of the argument of t). Concave, largest (α - β)/(2G) above the
    /// middle.
    /// </summary>
    /// <param name="separate">The deviation without the tie.</param>
    /// <param name="gap">Largest |a - b|.</param>
    /// <param name="argument">Deviation of the argument of t.</param>
    /// <param name="alpha">Deviation α of a.</param>
    /// <param name="beta">Deviation β of b.</param>
    /// <param name="above">Range of t - min.</param>
    /// <param name="below">Range of max - t.</param>
    /// <param name="half">Half of max - min.</param>
    /// <param name="factor">Factor of t in z.</param>
    /// <param name="least">z where t = min.</param>
    /// <param name="otherLeast">1 - z where t = max.</param>
    protected TNumber TiedBlend(
        TNumber separate,
        TNumber gap,
        TNumber argument,
        TNumber alpha,
        TNumber beta,
        Range<TNumber> above,
        Range<TNumber> below,
        TNumber half,
        TNumber factor,
        TNumber least,
        TNumber otherLeast
    )
    {
        if (!isPeak)
        {
            return separate;
        }

        TNumber g = gap * argument;
        TNumber shift = TNumber.Fixed((alpha - beta) / (2 * g));
        (TNumber up, TNumber down) = (Clamped(half + shift, above), Clamped(half - shift, below));
        TNumber z = least + (factor * up);
        TNumber other = otherLeast + (factor * down);
        return TNumber.Min(separate, TNumber.UpperEnd((z * alpha) + (other * beta) + (factor * up * down * g)));
    }

    /// <summary>Adjoint of <see cref="TiedBlend(TNumber, TNumber, TNumber, TNumber, TNumber, Range{TNumber}, Range{TNumber}, TNumber,
    /// TNumber, TNumber, TNumber)"/>.</summary>
    protected void ReverseTiedBlend(
        TNumber separate,
        TNumber gap,
        TNumber argument,
        TNumber alpha,
        TNumber beta,
        Range<TNumber> above,
        Range<TNumber> below,
        TNumber half,
        TNumber factor,
        TNumber least,
        TNumber otherLeast,
        TNumber blend,
        ref TNumber separateAdjoint,
        ref TNumber gapAdjoint,
        ref TNumber argumentAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint,
        ref Range<TNumber> aboveAdjoint,
        ref Range<TNumber> belowAdjoint
    )
    {
        TNumber g = gap * argument;
        TNumber shift = TNumber.Fixed((alpha - beta) / (2 * g));
        (TNumber up, TNumber down) = (Clamped(half + shift, above), Clamped(half - shift, below));
        TNumber z = least + (factor * up);
        TNumber other = otherLeast + (factor * down);
        if (!isPeak || !((z * alpha) + (other * beta) + (factor * up * down * g) < separate))
        {
            separateAdjoint += blend;
            return;
        }

        alphaAdjoint += blend * z;
        betaAdjoint += blend * other;
        gapAdjoint += blend * factor * up * down * argument;
        argumentAdjoint += blend * factor * up * down * gap;
        ReverseClamped(half + shift, above, blend * factor * (alpha + (down * g)), ref aboveAdjoint);
        ReverseClamped(half - shift, below, blend * factor * (beta + (up * g)), ref belowAdjoint);
    }

    /// <summary>The same where z = t is a logistic gate.</summary>
    protected TNumber TiedBlend(
        TNumber separate,
        TNumber gap,
        TNumber argument,
        TNumber alpha,
        TNumber beta,
        Range<TNumber> above,
        Range<TNumber> below
    ) => TiedBlend(separate, gap, argument, alpha, beta, above, below, 0.5, 1, 0, 0);

    /// <summary>Adjoint of <see cref="TiedBlend(TNumber, TNumber, TNumber, TNumber, TNumber, Range{TNumber}, Range{TNumber})"/>.</summary>
    protected void ReverseTiedBlend(
        TNumber separate,
        TNumber gap,
        TNumber argument,
        TNumber alpha,
        TNumber beta,
        Range<TNumber> above,
        Range<TNumber> below,
        TNumber blend,
        ref TNumber separateAdjoint,
        ref TNumber gapAdjoint,
        ref TNumber argumentAdjoint,
        ref TNumber alphaAdjoint,
        ref TNumber betaAdjoint,
        ref Range<TNumber> aboveAdjoint,
        ref Range<TNumber> belowAdjoint
    ) =>
        ReverseTiedBlend(
            separate,
            gap,
            argument,
            alpha,
            beta,
            above,
            below,
            0.5,
            1,
            0,
            0,
            blend,
            ref separateAdjoint,
            ref gapAdjoint,
            ref argumentAdjoint,
            ref alphaAdjoint,
            ref betaAdjoint,
            ref aboveAdjoint,
            ref belowAdjoint
        );
}
