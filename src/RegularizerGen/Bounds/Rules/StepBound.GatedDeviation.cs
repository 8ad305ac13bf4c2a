namespace RegularizerGen.Bounds;

/// <summary>tanh of a gated signal.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>
    /// Deviation of φ(p), p = u∘v + R with a logistic gate u: what the gate's own deviation ζ adds, φ'(p)|v|u(1-u) ζ, is at most reach·ζ
    /// with reach = (1 - u_lo)(κ + slope·|R|) and κ = max |p|φ'(p), since |u v| ≤ |p| + |R|. The smaller of this and the plain deviation
    /// (docs/tight-rules.md).
    /// </summary>
    /// <param name="plain">The deviation without this rule.</param>
    /// <param name="slope">Largest φ'.</param>
    /// <param name="held">Deviation of p, the gate held.</param>
    /// <param name="reach">(1 - u_lo)(κ + slope·|R|).</param>
    /// <param name="gate">Deviation ζ of the gate's argument.</param>
    protected static TNumber GatedDeviation(TNumber plain, TNumber slope, TNumber held, TNumber reach, TNumber gate) =>
        TNumber.Min(plain, (slope * held) + (reach * gate));

    /// <summary>Adjoint of <see cref="GatedDeviation"/>.</summary>
    protected static void ReverseGatedDeviation(
        TNumber plain,
        TNumber slope,
        TNumber held,
        TNumber reach,
        TNumber gate,
        TNumber deviation,
        ref TNumber plainAdjoint,
        ref TNumber slopeAdjoint,
        ref TNumber heldAdjoint,
        ref TNumber reachAdjoint,
        ref TNumber gateAdjoint
    )
    {
        if (!((slope * held) + (reach * gate) < plain))
        {
            plainAdjoint += deviation;
            return;
        }

        slopeAdjoint += deviation * held;
        heldAdjoint += deviation * slope;
        reachAdjoint += deviation * gate;
        gateAdjoint += deviation * reach;
    }
}
