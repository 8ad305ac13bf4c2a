using System.Runtime.CompilerServices;

namespace RegularizerGen.Bounds;

/// <summary>Ranges and slopes of the activations whose slope falls with the distance from 0, and sizes.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>[s(lo), s(hi)] of the logistic function s, its slope at the point of [lo, hi] that is nearest to 0, where it is largest,
    /// and its slopes at both ends, which the adjoint needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SigmoidRange(Range<TNumber> v, out Range<TNumber> range, out TNumber slope, out Range<TNumber> slopes)
    {
        TNumber.Sigmoid(v.Lo, v.Hi, out range.Lo, out range.Hi, out slopes.Lo, out slopes.Hi);
        slope =
            v.Lo > 0 ? slopes.Lo
            : v.Hi < 0 ? slopes.Hi
            : TNumber.LogisticSlope(NearestToZero(v));
    }

    /// <summary>Adjoint of <see cref="SigmoidRange"/>: s'' = s'(1 - 2s).</summary>
    protected static void ReverseSigmoidRange(
        Range<TNumber> v,
        Range<TNumber> range,
        TNumber slope,
        Range<TNumber> slopes,
        ref Range<TNumber> vAdjoint
    )
    {
        vAdjoint.Lo += range.Lo * slopes.Lo;
        vAdjoint.Hi += range.Hi * slopes.Hi;
        if (v.Lo > 0)
        {
            vAdjoint.Lo += slope * slopes.Lo * (1 - (2 * TNumber.Sigmoid(v.Lo)));
        }
        else if (v.Hi < 0)
        {
            vAdjoint.Hi += slope * slopes.Hi * (1 - (2 * TNumber.Sigmoid(v.Hi)));
        }
    }

    /// <summary>[tanh(lo), tanh(hi)], the slope 1/cosh² at the point nearest to 0, and the slopes at both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void TanhRange(Range<TNumber> v, out Range<TNumber> range, out TNumber slope, out Range<TNumber> slopes)
    {
        TNumber.Tanh(v.Lo, v.Hi, out range.Lo, out range.Hi, out slopes.Lo, out slopes.Hi);
        slope =
            v.Lo > 0 ? slopes.Lo
            : v.Hi < 0 ? slopes.Hi
            : 4 * TNumber.LogisticSlope(2 * NearestToZero(v));
    }

    /// <summary>Adjoint of <see cref="TanhRange"/>.</summary>
    protected static void ReverseTanhRange(
        Range<TNumber> v,
        Range<TNumber> range,
        TNumber slope,
        Range<TNumber> slopes,
        ref Range<TNumber> vAdjoint
    )
    {
        vAdjoint.Lo += range.Lo * slopes.Lo;
        vAdjoint.Hi += range.Hi * slopes.Hi;
        if (v.Lo > 0)
        {
            vAdjoint.Lo += 2 * slope * slopes.Lo * (1 - (2 * TNumber.Sigmoid(2 * v.Lo)));
        }
        else if (v.Hi < 0)
        {
            vAdjoint.Hi += 2 * slope * slopes.Hi * (1 - (2 * TNumber.Sigmoid(2 * v.Hi)));
        }
    }

    /// <summary>Largest size, max(hi, -lo).</summary>
    protected static TNumber Magnitude(Range<TNumber> v) => TNumber.Max(v.Hi, -v.Lo);

    /// <summary>Adjoint of <see cref="Magnitude"/>.</summary>
    protected static void ReverseMagnitude(Range<TNumber> v, TNumber size, ref Range<TNumber> vAdjoint)
    {
        if (v.Hi < -v.Lo)
        {
            vAdjoint.Lo -= size;
        }
        else
        {
            vAdjoint.Hi += size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber NearestToZero(Range<TNumber> v) => TNumber.Max(v.Lo, TNumber.Min(0, v.Hi));
}
