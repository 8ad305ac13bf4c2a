using System.Numerics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Some elements side by side that one instruction works on. Kernels are written once over it, and compiled once for every width
/// that a machine may have (the choice is <see cref="Lane"/>'s).</summary>
/// <typeparam name="TLane">The implementation.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILane<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>The elements from a place in memory on; it need not be aligned.</summary>
    static abstract TLane Load(ref readonly T from);

    /// <summary>Writes the elements from a place in memory on.</summary>
    static abstract void Store(TLane values, ref T to);

    /// <summary>One value in all elements.</summary>
    static abstract TLane All(T value);

    /// <summary>A constant in all elements. (A conversion of numbers in general would cost the compiler so much that it gave up on the
    /// loops around it.)</summary>
    static abstract TLane Constant(double value);

    static abstract TLane operator +(TLane a, TLane b);

    static abstract TLane operator -(TLane a, TLane b);

    static abstract TLane operator *(TLane a, TLane b);

    static abstract TLane operator /(TLane a, TLane b);

    /// <summary>a·b + c, in one instruction (and with one rounding) where there is one.</summary>
    static abstract TLane MultiplyAdd(TLane a, TLane b, TLane c);

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
