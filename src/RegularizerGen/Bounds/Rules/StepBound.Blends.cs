namespace RegularizerGen.Bounds;

/// <summary>Ranges of blends z∘a + (1-z)∘b; <c>other</c> is the range of 1 - z.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>Range of a blend with z in [0, 1]: the hull of a and b; by the tight rules the range at both ends of z.</summary>
    protected Range<TNumber> BlendRange(Range<TNumber> z, Range<TNumber> other, Range<TNumber> a, Range<TNumber> b) =>
        IsTight
            ? new(
                TNumber.Min((z.Lo * a.Lo) + (other.Hi * b.Lo), (z.Hi * a.Lo) + (other.Lo * b.Lo)),
                TNumber.Max((z.Lo * a.Hi) + (other.Hi * b.Hi), (z.Hi * a.Hi) + (other.Lo * b.Hi))
            )
            : new(TNumber.Min(a.Lo, b.Lo), TNumber.Max(a.Hi, b.Hi));

    /// <summary>Adjoint of <see cref="BlendRange"/>.</summary>
    protected void ReverseBlendRange(
        Range<TNumber> z,
        Range<TNumber> other,
        Range<TNumber> a,
        Range<TNumber> b,
        Range<TNumber> range,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref Range<TNumber> aAdjoint,
        ref Range<TNumber> bAdjoint
    )
    {
        if (!IsTight)
        {
            (a.Lo > b.Lo ? ref bAdjoint : ref aAdjoint).Lo += range.Lo;
            (a.Hi < b.Hi ? ref bAdjoint : ref aAdjoint).Hi += range.Hi;
            return;
        }

        bool low = (z.Hi * a.Lo) + (other.Lo * b.Lo) > (z.Lo * a.Lo) + (other.Hi * b.Lo); // whether z's lower end decides
        bool high = (z.Hi * a.Hi) + (other.Lo * b.Hi) < (z.Lo * a.Hi) + (other.Hi * b.Hi);
        aAdjoint.Lo += range.Lo * (low ? z.Lo : z.Hi);
        bAdjoint.Lo += range.Lo * (low ? other.Hi : other.Lo);
        aAdjoint.Hi += range.Hi * (high ? z.Lo : z.Hi);
        bAdjoint.Hi += range.Hi * (high ? other.Hi : other.Lo);
        End(ref zAdjoint, low) += range.Lo * a.Lo;
        End(ref zAdjoint, high) += range.Hi * a.Hi;
        End(ref otherAdjoint, !low) += range.Lo * b.Lo;
        End(ref otherAdjoint, !high) += range.Hi * b.Hi;
    }

    /// <summary>Range of a blend whose z may leave [0, 1] with the weights: then that of b + z∘(a - b).</summary>
    protected Range<TNumber> OpenBlendRange(Range<TNumber> z, Range<TNumber> other, Range<TNumber> a, Range<TNumber> b)
    {
        if (IsGate(z))
        {
            return BlendRange(z, other, a, b);
        }

        Range<TNumber> product = ProductRange(z, new(a.Lo - b.Hi, a.Hi - b.Lo));
        return new(b.Lo + product.Lo, b.Hi + product.Hi);
    }

    /// <summary>Adjoint of <see cref="OpenBlendRange"/>.</summary>
    protected void ReverseOpenBlendRange(
        Range<TNumber> z,
        Range<TNumber> other,
        Range<TNumber> a,
        Range<TNumber> b,
        Range<TNumber> range,
        ref Range<TNumber> zAdjoint,
        ref Range<TNumber> otherAdjoint,
        ref Range<TNumber> aAdjoint,
        ref Range<TNumber> bAdjoint
    )
    {
        if (IsGate(z))
        {
            ReverseBlendRange(z, other, a, b, range, ref zAdjoint, ref otherAdjoint, ref aAdjoint, ref bAdjoint);
            return;
        }

        Range<TNumber> difference = default;
        ReverseProductRange(z, new(a.Lo - b.Hi, a.Hi - b.Lo), range, ref zAdjoint, ref difference);
        aAdjoint.Lo += difference.Lo;
        aAdjoint.Hi += difference.Hi;
        bAdjoint.Lo += range.Lo - difference.Hi;
        bAdjoint.Hi += range.Hi - difference.Lo;
    }

    /// <summary>Largest |a - b|.</summary>
    protected static TNumber BlendGap(Range<TNumber> a, Range<TNumber> b) => TNumber.Max(a.Hi - b.Lo, b.Hi - a.Lo);

    /// <summary>Adjoint of <see cref="BlendGap"/>.</summary>
    protected static void ReverseBlendGap(
        Range<TNumber> a,
        Range<TNumber> b,
        TNumber gap,
        ref Range<TNumber> aAdjoint,
        ref Range<TNumber> bAdjoint
    )
    {
        bool isAbove = !(a.Hi - b.Lo < b.Hi - a.Lo);
        (isAbove ? ref aAdjoint : ref bAdjoint).Hi += gap;
        (isAbove ? ref bAdjoint : ref aAdjoint).Lo -= gap;
    }

    /// <summary>Whether z certainly lies in [0, 1]; where that is not certain, the rules that hold for any z are sound, too.</summary>
    private static bool IsGate(Range<TNumber> z) => !(TNumber.LowerEnd(z.Lo) < 0) && !(TNumber.UpperEnd(z.Hi) > 1);
}
