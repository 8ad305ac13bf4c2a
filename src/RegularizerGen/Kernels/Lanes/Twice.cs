using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Two lanes, one after the other.</summary>
/// <typeparam name="TLane">One of them.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal struct Twice<TLane, T> : ILane<Twice<TLane, T>, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private TLane first;
    private TLane second;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLane.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> =>
        new() { first = TLane.Load(in from), second = TLane.Load(in Unsafe.Add(ref Unsafe.AsRef(in from), TLane.Count)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TStored>(Twice<TLane, T> values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>
    {
        TLane.Store(values.first, ref to);
        TLane.Store(values.second, ref Unsafe.Add(ref to, TLane.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> All(T value)
    {
        var one = TLane.All(value);
        return new() { first = one, second = one };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> Constant(double value)
    {
        var one = TLane.Constant(value);
        return new() { first = one, second = one };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> operator +(Twice<TLane, T> a, Twice<TLane, T> b) =>
        new() { first = a.first + b.first, second = a.second + b.second };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> operator -(Twice<TLane, T> a, Twice<TLane, T> b) =>
        new() { first = a.first - b.first, second = a.second - b.second };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> operator *(Twice<TLane, T> a, Twice<TLane, T> b) =>
        new() { first = a.first * b.first, second = a.second * b.second };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLane, T> MultiplyAdd(Twice<TLane, T> a, Twice<TLane, T> b, Twice<TLane, T> c) =>
        new() { first = TLane.MultiplyAdd(a.first, b.first, c.first), second = TLane.MultiplyAdd(a.second, b.second, c.second) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Twice<TLane, T> sum, Twice<TLane, T> a, Twice<TLane, T> b)
    {
        TLane.AddProduct(ref sum.first, a.first, b.first);
        TLane.AddProduct(ref sum.second, a.second, b.second);
    }
}
