using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>256 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct Lane256<T> : ISignalLane<Lane256<T>, T>, IRowLane<Lane256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Vector256<T> v;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Load<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => Of(Read(in from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TStored>(Lane256<T> values, ref TStored to)
        where TStored : unmanaged, IFloatingPointIeee754<TStored>
    {
        if (typeof(TStored) == typeof(T))
        {
            values.v.As<T, TStored>().StoreUnsafe(ref to);
        }
        else
        {
            Vector128
                .Narrow(values.v.GetLower().AsDouble(), values.v.GetUpper().AsDouble())
                .StoreUnsafe(ref Unsafe.As<TStored, float>(ref to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> All(T value) => Of(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector256.Create((float)value).As<float, T>()) : Of(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator +(Lane256<T> a, Lane256<T> b) => Of(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> a, Lane256<T> b) => Of(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator *(Lane256<T> a, Lane256<T> b) => Of(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator /(Lane256<T> a, Lane256<T> b) => Of(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator &(Lane256<T> a, Lane256<T> mask) => Of(a.v & mask.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> MultiplyAdd(Lane256<T> a, Lane256<T> b, Lane256<T> c) => Of(Fused(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane256<T> sum, Lane256<T> a, Lane256<T> b) => sum.v = Fused(a.v, b.v, sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddMultiple<TStored>(ref Lane256<T> sum, Lane256<T> factor, ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> => sum.v = Fused(factor.v, Read(in from), sum.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Abs(Lane256<T> v) => Of(Vector256.Abs(v.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Less(Lane256<T> a, Lane256<T> b) => Of(Vector256.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Select(Lane256<T> mask, Lane256<T> a, Lane256<T> b) => Of(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Lane256<T> a, Lane256<T> b) => Vector256.GreaterThanOrEqualAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> PowerOfTwo(Lane256<T> shifted) =>
        typeof(T) == typeof(float)
            ? Of(Vector256.ShiftLeft(shifted.v.AsInt32() + Vector256.Create(127), 23).As<int, T>())
            : Of(Vector256.ShiftLeft(shifted.v.AsInt64() + Vector256.Create(1023L), 52).As<long, T>());

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Positive(Lane256<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector256.Max(a.v.AsInt32(), Vector256<int>.Zero).As<int, T>())
            : Of(Vector256.Max(a.v.AsInt64(), Vector256<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Negative(Lane256<T> a) =>
        typeof(T) == typeof(float)
            ? Of(Vector256.Min(a.v.AsInt32(), Vector256<int>.Zero).As<int, T>())
            : Of(Vector256.Min(a.v.AsInt64(), Vector256<long>.Zero).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> BySign(Lane256<T> a, Lane256<T> positive, Lane256<T> negative) =>
        Of((Vector256.GreaterThan(a.v, Vector256<T>.Zero) & positive.v) | (Vector256.LessThan(a.v, Vector256<T>.Zero) & negative.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Lane256<T> a, Lane256<T> b, Lane256<T> c, Lane256<T> d) => FourSums.Of(a.v, b.v, c.v, d.v);

    // An initializer would be two writes to the compiler, which then would not let instructions read operands from memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane256<T> Of(Vector256<T> v) => Unsafe.BitCast<Vector256<T>, Lane256<T>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Read<TStored>(ref readonly TStored from)
        where TStored : unmanaged, IFloatingPointIeee754<TStored> =>
        typeof(TStored) == typeof(T)
            ? Vector256.LoadUnsafe(in from).As<TStored, T>()
            : Vector256.WidenLower(Vector128.LoadUnsafe(in from).AsSingle().ToVector256Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fused(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif
}
