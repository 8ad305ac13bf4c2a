using System.Numerics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Some elements side by side that one instruction works on. Kernels are written once over it, and compiled once for every width
/// that a machine may have (the choice is <see cref="Lane"/>'s). This much all kernels need; products need no more.</summary>
/// <typeparam name="TLane">The implementation.</typeparam>
/// <typeparam name="T">Elements: float or double.</typeparam>
internal interface ILane<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>The elements from a place in memory on; it need not be aligned.</summary>
    /// <typeparam name="TStored">Those of the memory: the lane's own, or float where the lane has double.</typeparam>
    static abstract TLane Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>;

    /// <summary>Writes the elements from a place in memory on, rounded to those of the memory.</summary>
    /// <typeparam name="TStored">As in <see cref="Load"/>.</typeparam>
    static abstract void Store<TStored>(TLane values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>;

    /// <summary>One value in all elements.</summary>
    static abstract TLane All(T value);

    /// <summary>One number in all elements, rounded to theirs. (A conversion of numbers in general would cost the compiler so much that it
    /// gave up on the loops around it.)</summary>
    static abstract TLane Constant(double value);

    static abstract TLane operator +(TLane a, TLane b);

    static abstract TLane operator -(TLane a, TLane b);

    static abstract TLane operator *(TLane a, TLane b);

    /// <summary>a·b + c, in one instruction (and with one rounding) where there is one.</summary>
    static abstract TLane MultiplyAdd(TLane a, TLane b, TLane c);

    /// <summary>sum += a·b, likewise. (Of <see cref="MultiplyAdd"/> the compiler would copy every result from one register to
    /// another.)</summary>
    static abstract void AddProduct(ref TLane sum, TLane a, TLane b);
}
