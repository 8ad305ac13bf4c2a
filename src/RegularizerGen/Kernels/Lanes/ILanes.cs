using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Arithmetic on vectors of one width, so that every kernel is written once, for all widths and types.</summary>
/// <typeparam name="TVector">Vectors, or single numbers.</typeparam>
/// <typeparam name="T">Elements in memory; vectors may be wider.</typeparam>
internal interface ILanes<TVector, T>
{
    /// <summary>Number of elements in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The elements from an offset on.</summary>
    static abstract TVector Load(ref T elements, nint offset);

    /// <summary>Writes a vector, rounded to elements.</summary>
    static abstract void Store(TVector values, ref T elements, nint offset);

    /// <summary>One value in all lanes.</summary>
    static abstract TVector Broadcast(double value);

    /// <summary>All bits set from a lane on, none before.</summary>
    static abstract TVector MaskFrom(int lane);

    /// <summary>Bitwise and.</summary>
    static abstract TVector And(TVector a, TVector b);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>max(a, 0); keeps NaN of positive sign.</summary>
    static abstract TVector Positive(TVector a);

    /// <summary>min(a, 0); keeps NaN of negative sign.</summary>
    static abstract TVector Negative(TVector a);

    /// <summary>The second where the first is positive, the third where it is negative, else 0.</summary>
    static abstract TVector BySign(TVector a, TVector positive, TVector negative);

    /// <summary>The four sums over the lanes.</summary>
    static abstract Vector256<double> Sums(TVector a, TVector b, TVector c, TVector d);
}
