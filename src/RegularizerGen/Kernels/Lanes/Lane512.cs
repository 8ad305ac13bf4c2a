using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>512 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct Lane512<T> : ILane<Lane512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Vector512<T> v; // set by initializers: a constructor were one more call to inline per operation

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Load(ref readonly T from) => new() { v = Vector512.LoadUnsafe(in from) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane512<T> values, ref T to) => values.v.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> All(T value) => new() { v = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Constant(double value) =>
        typeof(T) == typeof(float)
            ? new() { v = Vector512.Create((float)value).As<float, T>() }
            : new() { v = Vector512.Create(value).As<double, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator +(Lane512<T> a, Lane512<T> b) => new() { v = a.v + b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> a, Lane512<T> b) => new() { v = a.v - b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator *(Lane512<T> a, Lane512<T> b) => new() { v = a.v * b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator /(Lane512<T> a, Lane512<T> b) => new() { v = a.v / b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> MultiplyAdd(Lane512<T> a, Lane512<T> b, Lane512<T> c)
    {
#if NET9_0_OR_GREATER
        if (typeof(T) == typeof(float))
        {
            Vector512<float> sum = Vector512.MultiplyAddEstimate(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>());
            return new() { v = sum.As<float, T>() };
        }

        if (typeof(T) == typeof(double))
        {
            Vector512<double> sum = Vector512.MultiplyAddEstimate(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>());
            return new() { v = sum.As<double, T>() };
        }
#endif
        return new() { v = (a.v * b.v) + c.v };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Abs(Lane512<T> v) => new() { v = Vector512.Abs(v.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Less(Lane512<T> a, Lane512<T> b) => new() { v = Vector512.LessThan(a.v, b.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Select(Lane512<T> mask, Lane512<T> a, Lane512<T> b) =>
        new() { v = Vector512.ConditionalSelect(mask.v, a.v, b.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Lane512<T> a, Lane512<T> b) => Vector512.GreaterThanOrEqualAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> PowerOfTwo(Lane512<T> shifted) =>
        typeof(T) == typeof(float)
            ? new() { v = Vector512.ShiftLeft(shifted.v.AsInt32() + Vector512.Create(127), 23).As<int, T>() }
            : new() { v = Vector512.ShiftLeft(shifted.v.AsInt64() + Vector512.Create(1023L), 52).As<long, T>() };
}
