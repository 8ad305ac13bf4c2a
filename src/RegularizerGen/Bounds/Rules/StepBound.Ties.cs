using System.Runtime.CompilerServices;

namespace RegularizerGen.Bounds;

/// <summary>
/// Gates tied to their own slope. A maximum over the gate's value is attained at a point known in closed form and clamped to the gate's
/// range; the distances from both ends are clamped each by itself, since the difference of two near numbers has no accuracy.
/// </summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>t and 1 - t of a logistic gate t = s(v).</summary>
    protected Tie<TNumber> SigmoidTie(Range<TNumber> t, Range<TNumber> v) =>
        new() { Size = t, Rest = isPeak ? new(TNumber.SigmoidComplement(t.Hi, v.Hi), TNumber.SigmoidComplement(t.Lo, v.Lo)) : default };

    /// <summary>Adjoint of <see cref="SigmoidTie"/>: complements have theirs by the value.</summary>
    protected static void ReverseSigmoidTie(Range<TNumber> t, Range<TNumber> v, in Tie<TNumber> tie, ref Range<TNumber> tAdjoint)
    {
        tAdjoint.Lo += tie.Size.Lo - tie.Rest.Hi;
        tAdjoint.Hi += tie.Size.Hi - tie.Rest.Lo;
    }

    /// <summary>|t| and 1 - |t| of t = tanh(v).</summary>
    protected Tie<TNumber> TanhTie(Range<TNumber> t, Range<TNumber> v)
    {
        var size = new Range<TNumber>(TNumber.Max(0, TNumber.Max(t.Lo, -t.Hi)), Magnitude(t));
        return new()
        {
            IsOdd = true,
            Size = size,
            Rest = isPeak ? Rest() : default,
        };

        Range<TNumber> Rest() =>
            new(
                TNumber.Min(TNumber.TanhComplement(t.Hi, v.Hi), TNumber.TanhComplement(-t.Lo, -v.Lo)),
                TNumber.Min(1, TNumber.Min(TNumber.TanhComplement(t.Lo, v.Lo), TNumber.TanhComplement(-t.Hi, -v.Hi)))
            );
    }

    /// <summary>Adjoint of <see cref="TanhTie"/>.</summary>
    protected static void ReverseTanhTie(Range<TNumber> t, Range<TNumber> v, in Tie<TNumber> tie, ref Range<TNumber> tAdjoint)
    {
        ReverseMagnitude(t, tie.Size.Hi - tie.Rest.Lo, ref tAdjoint);
        TNumber least = tie.Size.Lo - tie.Rest.Hi;
        if (t.Lo > 0)
        {
            tAdjoint.Lo += least;
        }
        else if (t.Hi < 0)
        {
            tAdjoint.Hi -= least;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Clamped(TNumber point, Range<TNumber> range) => TNumber.Max(range.Lo, TNumber.Min(range.Hi, point));

    /// <summary>Adjoint of <see cref="Clamped"/>; the point is fixed for differentiation, since its own change does not change the maximum
    /// to first order.</summary>
    private static void ReverseClamped(TNumber point, Range<TNumber> range, TNumber clamped, ref Range<TNumber> rangeAdjoint)
    {
        if (!(TNumber.Min(range.Hi, point) > range.Lo))
        {
            rangeAdjoint.Lo += clamped;
        }
        else if (!(point < range.Hi))
        {
            rangeAdjoint.Hi += clamped;
        }
    }
}
