using System.Numerics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>What functions of signals need beyond sums and products.</summary>
/// <typeparam name="TLane">The implementation.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface ISignalLane<TLane, T> : ILane<TLane, T>
    where TLane : struct, ISignalLane<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TLane operator /(TLane a, TLane b);

    /// <summary>Magnitudes.</summary>
    static abstract TLane Abs(TLane v);

    /// <summary>Where a &lt; b, bits that <see cref="Select"/> understands; nowhere for NaN.</summary>
    static abstract TLane Less(TLane a, TLane b);

    /// <summary>By the bits of a comparison, an element of the first or of the second.</summary>
    static abstract TLane Select(TLane mask, TLane a, TLane b);

    /// <summary>Whether a ≥ b for any element.</summary>
    static abstract bool AnyAtLeast(TLane a, TLane b);

    /// <summary>2^n for whole n within the exponents of normal numbers, given <see cref="Exponential.Shifter"/> + n.</summary>
    static abstract TLane PowerOfTwo(TLane shifted);
}
