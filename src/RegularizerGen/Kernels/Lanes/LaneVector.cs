using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>The width of <see cref="Vector{T}"/>: 128 or 256 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct LaneVector<T> : ILane<LaneVector<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Vector<T> v; // set by initializers: a constructor were one more call to inline per operation

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> Load(ref readonly T from) => new() { v = Vector.LoadUnsafe(in from) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LaneVector<T> values, ref T to) => values.v.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> All(T value) => new() { v = new Vector<T>(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> Constant(double value) =>
        typeof(T) == typeof(float)
            ? new() { v = Vector.As<float, T>(new Vector<float>((float)value)) }
            : new() { v = Vector.As<double, T>(new Vector<double>(value)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> operator +(LaneVector<T> a, LaneVector<T> b) => new() { v = a.v + b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> operator -(LaneVector<T> a, LaneVector<T> b) => new() { v = a.v - b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> operator *(LaneVector<T> a, LaneVector<T> b) => new() { v = a.v * b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> operator /(LaneVector<T> a, LaneVector<T> b) => new() { v = a.v / b.v };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> MultiplyAdd(LaneVector<T> a, LaneVector<T> b, LaneVector<T> c)
    {
#if NET9_0_OR_GREATER
        if (typeof(T) == typeof(float))
        {
            Vector<float> sum = Vector.MultiplyAddEstimate(Vector.As<T, float>(a.v), Vector.As<T, float>(b.v), Vector.As<T, float>(c.v));
            return new() { v = Vector.As<float, T>(sum) };
        }

        if (typeof(T) == typeof(double))
        {
            Vector<double> sum = Vector.MultiplyAddEstimate(
                Vector.As<T, double>(a.v),
                Vector.As<T, double>(b.v),
                Vector.As<T, double>(c.v)
            );
            return new() { v = Vector.As<double, T>(sum) };
        }
#endif
        return new() { v = (a.v * b.v) + c.v };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> Abs(LaneVector<T> v) => new() { v = Vector.Abs(v.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> Less(LaneVector<T> a, LaneVector<T> b) => new() { v = Vector.LessThan(a.v, b.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> Select(LaneVector<T> mask, LaneVector<T> a, LaneVector<T> b) =>
        new() { v = Vector.ConditionalSelect(mask.v, a.v, b.v) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(LaneVector<T> a, LaneVector<T> b) => Vector.GreaterThanOrEqualAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneVector<T> PowerOfTwo(LaneVector<T> shifted) =>
        typeof(T) == typeof(float)
            ? new() { v = Vector.As<int, T>(Vector.ShiftLeft(Vector.AsVectorInt32(shifted.v) + new Vector<int>(127), 23)) }
            : new() { v = Vector.As<long, T>(Vector.ShiftLeft(Vector.AsVectorInt64(shifted.v) + new Vector<long>(1023), 52)) };
}
