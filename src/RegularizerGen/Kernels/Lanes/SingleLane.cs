using System.Numerics;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>One element at a time, in double: rows that are shorter than every vector.</summary>
internal struct SingleLane : IRowLane<SingleLane, double>
{
    private double v;

    public static int Count => 1;

    public static SingleLane Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => new() { v = double.CreateTruncating(from) };

    public static void Store<TStored>(SingleLane values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => to = TStored.CreateTruncating(values.v);

    public static SingleLane All(double value) => new() { v = value };

    public static SingleLane Constant(double value) => new() { v = value };

    public static SingleLane operator +(SingleLane a, SingleLane b) => new() { v = a.v + b.v };

    public static SingleLane operator -(SingleLane a, SingleLane b) => new() { v = a.v - b.v };

    public static SingleLane operator *(SingleLane a, SingleLane b) => new() { v = a.v * b.v };

    // No row ends within a lane: masks are not asked for.
    public static SingleLane operator &(SingleLane a, SingleLane mask) => a;

    public static SingleLane MultiplyAdd(SingleLane a, SingleLane b, SingleLane c) => new() { v = (a.v * b.v) + c.v };

    public static void AddProduct(ref SingleLane sum, SingleLane a, SingleLane b) => sum.v += a.v * b.v;

    public static void AddMultiple<TStored>(ref SingleLane sum, SingleLane factor, ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => AddProduct(ref sum, factor, Load(in from));

    public static SingleLane Positive(SingleLane a) => new() { v = a.v < 0 ? 0 : a.v };

    public static SingleLane Negative(SingleLane a) => new() { v = a.v > 0 ? 0 : a.v };

    public static SingleLane BySign(SingleLane a, SingleLane positive, SingleLane negative) =>
        a.v > 0 ? positive
        : a.v < 0 ? negative
        : default;

    public static Vector256<double> Sums(SingleLane a, SingleLane b, SingleLane c, SingleLane d) => Vector256.Create(a.v, b.v, c.v, d.v);
}
