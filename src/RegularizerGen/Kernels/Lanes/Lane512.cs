using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>512 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct Lane512<T> : ISignalLane<Lane512<T>, T>, IRowLane<Lane512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Vector512<T> v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => Of(Read(in from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TStored>(Lane512<T> values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>
    {
        if (typeof(TStored) == typeof(T))
        {
            values.v.As<T, TStored>().StoreUnsafe(ref to);
        }
        else
        {
            Vector256
                .Narrow(values.v.GetLower().AsDouble(), values.v.GetUpper().AsDouble())
                .StoreUnsafe(ref Unsafe.As<TStored, float>(ref to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> All(T value) => Of(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector512.Create((float)value).As<float, T>()) : Of(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator +(Lane512<T> a, Lane512<T> b) => Of(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> a, Lane512<T> b) => Of(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator *(Lane512<T> a, Lane512<T> b) => Of(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator /(Lane512<T> a, Lane512<T> b) => Of(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator &(Lane512<T> a, Lane512<T> mask) => Of(a.v & mask.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> MultiplyAdd(Lane512<T> a, Lane512<T> b, Lane512<T> c) => Of(Fused(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane512<T> sum, Lane512<T> a, Lane512<T> b) => sum.v = Fused(a.v, b.v, sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddMultiple<TStored>(ref Lane512<T> sum, Lane512<T> factor, ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => sum.v = Fused(factor.v, Read(in from), sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Abs(Lane512<T> v) => Of(Vector512.Abs(v.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Less(Lane512<T> a, Lane512<T> b) => Of(Vector512.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Select(Lane512<T> mask, Lane512<T> a, Lane512<T> b) => Of(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Lane512<T> a, Lane512<T> b) => Vector512.GreaterThanOrEqualAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> PowerOfTwo(Lane512<T> shifted) =>
        typeof(T) == typeof(float)
            ? Of(Vector512.ShiftLeft(shifted.v.AsInt32() + Vector512.Create(127), 23).As<int, T>())
            : Of(Vector512.ShiftLeft(shifted.v.AsInt64() + Vector512.Create(1023L), 52).As<long, T>());

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Positive(Lane512<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector512.Max(a.v.AsInt32(), Vector512<int>.Zero).As<int, T>())
            : Of(Vector512.Max(a.v.AsInt64(), Vector512<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Negative(Lane512<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector512.Min(a.v.AsInt32(), Vector512<int>.Zero).As<int, T>())
            : Of(Vector512.Min(a.v.AsInt64(), Vector512<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> BySign(Lane512<T> a, Lane512<T> positive, Lane512<T> negative) =>
        Of((Vector512.GreaterThan(a.v, Vector512<T>.Zero) & positive.v) | (Vector512.LessThan(a.v, Vector512<T>.Zero) & negative.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lane512<T> a, Lane512<T> b, Lane512<T> c, Lane512<T> d) => FourSums.Of(a.v, b.v, c.v, d.v);

    // An initializer would be two writes to the compiler, which then would not let instructions read operands from memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane512<T> Of(Vector512<T> v) => Unsafe.BitCast<Vector512<T>, Lane512<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Read<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> =>
        typeof(TStored) == typeof(T)
            ? Vector512.LoadUnsafe(in from).As<TStored, T>()
            : Vector512.WidenLower(Vector256.LoadUnsafe(in from).AsSingle().ToVector512Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fused(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif
}
