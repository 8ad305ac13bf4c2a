using System.Numerics;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>What sums over the rows of weights need beyond sums and products.</summary>
/// <typeparam name="TLane">The implementation.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IRowLane<TLane, T> : ILane<TLane, T>
    where TLane : struct, IRowLane<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>sum += factor·elements from a place in memory on, which an instruction then reads itself.</summary>
    /// <typeparam name="TStored">As in <see cref="ILane{TLane, T}.Load"/>.</typeparam>
    static abstract void AddMultiple<TStored>(ref TLane sum, TLane factor, ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>;

    /// <summary>The elements whose bits are set in a mask, 0 in place of the others.</summary>
    static abstract TLane operator &(TLane a, TLane mask);

    /// <summary>max(a, 0); keeps NaN of positive sign.</summary>
    static abstract TLane Positive(TLane a);

    /// <summary>min(a, 0); keeps NaN of negative sign.</summary>
    static abstract TLane Negative(TLane a);

    /// <summary>The second where the first is positive, the third where it is negative, else 0.</summary>
    static abstract TLane BySign(TLane a, TLane positive, TLane negative);

    /// <summary>The sums of the elements of each of the four.</summary>
    static abstract Vector256<double> Sums(TLane a, TLane b, TLane c, TLane d);
}
