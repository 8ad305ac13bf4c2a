namespace RegularizerGen.Bounds;

/// <summary>Ranges of Hadamard products.</summary>
public abstract partial class StepBound<TNumber>
{
    /// <summary>Range of u∘v with u ≥ 0: the lower end is at v's lower end, the upper at its upper one; two corners each decide.</summary>
    protected static Range<TNumber> GateProductRange(Range<TNumber> u, Range<TNumber> v) =>
        new(TNumber.Min(u.Lo * v.Lo, u.Hi * v.Lo), TNumber.Max(u.Lo * v.Hi, u.Hi * v.Hi));

    /// <summary>Adjoint of <see cref="GateProductRange"/>.</summary>
    protected static void ReverseGateProductRange(
        Range<TNumber> u,
        Range<TNumber> v,
        Range<TNumber> range,
        ref Range<TNumber> uAdjoint,
        ref Range<TNumber> vAdjoint
    )
    {
        if (!IsZero(range.Lo))
        {
            bool atLo = u.Lo * v.Lo < u.Hi * v.Lo;
            End(ref uAdjoint, atLo) += range.Lo * v.Lo;
            vAdjoint.Lo += range.Lo * (atLo ? u.Lo : u.Hi);
        }

        if (!IsZero(range.Hi))
        {
            bool atLo = u.Lo * v.Hi > u.Hi * v.Hi;
            End(ref uAdjoint, atLo) += range.Hi * v.Hi;
            vAdjoint.Hi += range.Hi * (atLo ? u.Lo : u.Hi);
        }
    }

    /// <summary>Range of u∘v: the least and the largest of four corners.</summary>
    protected static Range<TNumber> ProductRange(Range<TNumber> u, Range<TNumber> v)
    {
        (TNumber ll, TNumber lh, TNumber hl, TNumber hh) = (u.Lo * v.Lo, u.Lo * v.Hi, u.Hi * v.Lo, u.Hi * v.Hi);
        return new(TNumber.Min(TNumber.Min(ll, lh), TNumber.Min(hl, hh)), TNumber.Max(TNumber.Max(ll, lh), TNumber.Max(hl, hh)));
    }

    /// <summary>Adjoint of <see cref="ProductRange"/>.</summary>
    protected static void ReverseProductRange(
        Range<TNumber> u,
        Range<TNumber> v,
        Range<TNumber> range,
        ref Range<TNumber> uAdjoint,
        ref Range<TNumber> vAdjoint
    )
    {
        (TNumber ll, TNumber lh, TNumber hl, TNumber hh) = (u.Lo * v.Lo, u.Lo * v.Hi, u.Hi * v.Lo, u.Hi * v.Hi);
        bool lowest = TNumber.Min(hl, hh) < TNumber.Min(ll, lh); // whether u's upper end gives the lower end
        bool highest = TNumber.Max(ll, lh) < TNumber.Max(hl, hh);
        Corner(range.Lo, !lowest, lowest ? !(hh < hl) : !(lh < ll), ref uAdjoint, ref vAdjoint);
        Corner(range.Hi, !highest, highest ? hl > hh : ll > lh, ref uAdjoint, ref vAdjoint);

        void Corner(TNumber adjoint, bool uLo, bool vLo, ref Range<TNumber> uAdjoint, ref Range<TNumber> vAdjoint)
        {
            End(ref uAdjoint, uLo) += adjoint * (vLo ? v.Lo : v.Hi);
            End(ref vAdjoint, vLo) += adjoint * (uLo ? u.Lo : u.Hi);
        }
    }

    private static ref TNumber End(ref Range<TNumber> range, bool isLo) => ref isLo ? ref range.Lo : ref range.Hi;
}
