namespace RegularizerGen.Bounds;

/// <summary>Ranges and slopes of the activations whose slope falls with the distance from 0, and sizes.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>[s(lo), s(hi)] of the logistic function s, and its slope at the point of [lo, hi] that is nearest to 0, where it is
    /// largest.</summary>
    protected static void SigmoidRange(Range<TNumber> v, out Range<TNumber> range, out TNumber slope)
    {
        range = new(TNumber.Sigmoid(v.Lo), TNumber.Sigmoid(v.Hi));
        slope = TNumber.LogisticSlope(NearestToZero(v));
    }

    /// <summary>Adjoint of <see cref="SigmoidRange"/>: s'' = s'(1 - 2s).</summary>
    protected static void ReverseSigmoidRange(Range<TNumber> v, Range<TNumber> range, TNumber slope, ref Range<TNumber> vAdjoint)
    {
        (TNumber low, TNumber high) = (TNumber.LogisticSlope(v.Lo), TNumber.LogisticSlope(v.Hi));
        vAdjoint.Lo += range.Lo * low;
        vAdjoint.Hi += range.Hi * high;
        if (v.Lo > 0)
        {
            vAdjoint.Lo += slope * low * (1 - (2 * TNumber.Sigmoid(v.Lo)));
        }
        else if (v.Hi < 0)
        {
            vAdjoint.Hi += slope * high * (1 - (2 * TNumber.Sigmoid(v.Hi)));
        }
    }

    /// <summary>[tanh(lo), tanh(hi)], and the slope 1/cosh² = 4 s'(2v) at the point nearest to 0.</summary>
    protected static void TanhRange(Range<TNumber> v, out Range<TNumber> range, out TNumber slope)
    {
        range = new(TNumber.Tanh(v.Lo), TNumber.Tanh(v.Hi));
        slope = 4 * TNumber.LogisticSlope(2 * NearestToZero(v));
    }

    /// <summary>Adjoint of <see cref="TanhRange"/>.</summary>
    protected static void ReverseTanhRange(Range<TNumber> v, Range<TNumber> range, TNumber slope, ref Range<TNumber> vAdjoint)
    {
        (TNumber low, TNumber high) = (4 * TNumber.LogisticSlope(2 * v.Lo), 4 * TNumber.LogisticSlope(2 * v.Hi));
        vAdjoint.Lo += range.Lo * low;
        vAdjoint.Hi += range.Hi * high;
        if (v.Lo > 0)
        {
            vAdjoint.Lo += 2 * slope * low * (1 - (2 * TNumber.Sigmoid(2 * v.Lo)));
        }
        else if (v.Hi < 0)
        {
            vAdjoint.Hi += 2 * slope * high * (1 - (2 * TNumber.Sigmoid(2 * v.Hi)));
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

    private static TNumber NearestToZero(Range<TNumber> v) => TNumber.Max(v.Lo, TNumber.Min(0, v.Hi));
}
