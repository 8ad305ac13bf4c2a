using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>128 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct Lane128<T> : ISignalLane<Lane128<T>, T>, IRowLane<Lane128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Vector128<T> v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => Of(Read(in from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TStored>(Lane128<T> values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>
    {
        if (typeof(TStored) == typeof(T))
        {
            values.v.As<T, TStored>().StoreUnsafe(ref to);
        }
        else
        {
            Vector128.Narrow(values.v.AsDouble(), values.v.AsDouble()).GetLower().StoreUnsafe(ref Unsafe.As<TStored, float>(ref to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> All(T value) => Of(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector128.Create((float)value).As<float, T>()) : Of(Vector128.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator +(Lane128<T> a, Lane128<T> b) => Of(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> a, Lane128<T> b) => Of(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator *(Lane128<T> a, Lane128<T> b) => Of(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator /(Lane128<T> a, Lane128<T> b) => Of(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator &(Lane128<T> a, Lane128<T> mask) => Of(a.v & mask.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> MultiplyAdd(Lane128<T> a, Lane128<T> b, Lane128<T> c) => Of(Fused(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane128<T> sum, Lane128<T> a, Lane128<T> b) => sum.v = Fused(a.v, b.v, sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddMultiple<TStored>(ref Lane128<T> sum, Lane128<T> factor, ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => sum.v = Fused(factor.v, Read(in from), sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Abs(Lane128<T> v) => Of(Vector128.Abs(v.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Less(Lane128<T> a, Lane128<T> b) => Of(Vector128.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Select(Lane128<T> mask, Lane128<T> a, Lane128<T> b) => Of(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Lane128<T> a, Lane128<T> b) => Vector128.GreaterThanOrEqualAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> PowerOfTwo(Lane128<T> shifted) =>
        typeof(T) == typeof(float)
            ? Of(Vector128.ShiftLeft(shifted.v.AsInt32() + Vector128.Create(127), 23).As<int, T>())
            : Of(Vector128.ShiftLeft(shifted.v.AsInt64() + Vector128.Create(1023L), 52).As<long, T>());

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Positive(Lane128<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector128.Max(a.v.AsInt32(), Vector128<int>.Zero).As<int, T>())
            : Of(Vector128.Max(a.v.AsInt64(), Vector128<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Negative(Lane128<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector128.Min(a.v.AsInt32(), Vector128<int>.Zero).As<int, T>())
            : Of(Vector128.Min(a.v.AsInt64(), Vector128<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> BySign(Lane128<T> a, Lane128<T> positive, Lane128<T> negative) =>
        Of((Vector128.GreaterThan(a.v, Vector128<T>.Zero) & positive.v) | (Vector128.LessThan(a.v, Vector128<T>.Zero) & negative.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lane128<T> a, Lane128<T> b, Lane128<T> c, Lane128<T> d) => FourSums.Of(a.v, b.v, c.v, d.v);

    // An initializer would be two writes to the compiler, which then would not let instructions read operands from memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane128<T> Of(Vector128<T> v) => Unsafe.BitCast<Vector128<T>, Lane128<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Read<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> =>
        typeof(TStored) == typeof(T)
            ? Vector128.LoadUnsafe(in from).As<TStored, T>()
            : Vector128.WidenLower(Vector64.LoadUnsafe(in from).AsSingle().ToVector128Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Fused(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector128.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif
}
