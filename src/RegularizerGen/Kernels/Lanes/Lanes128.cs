using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 128 bits of the elements themselves.</summary>
internal readonly struct Lanes128<T> : ILanes<Vector128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(ref T elements, nint offset) => Vector128.LoadUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> values, ref T elements, nint offset) => values.StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(double value) => Vector128.Create(T.CreateTruncating(value));

    public static Vector128<T> MaskFrom(int lane)
    {
        Span<T> lanes = stackalloc T[Count];
        lanes.Clear();
        lanes[lane..].Fill(T.One);
        return Vector128.Equals(Load(ref MemoryMarshal.GetReference(lanes), 0), Vector128.Create(T.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> And(Vector128<T> a, Vector128<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector128.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Positive(Vector128<T> a) =>
        typeof(T) == typeof(float)
            ? Vector128.Max(a.AsInt32(), Vector128<int>.Zero).As<int, T>()
            : Vector128.Max(a.AsInt64(), Vector128<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Negative(Vector128<T> a) =>
        typeof(T) == typeof(float)
            ? Vector128.Min(a.AsInt32(), Vector128<int>.Zero).As<int, T>()
            : Vector128.Min(a.AsInt64(), Vector128<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> BySign(Vector128<T> a, Vector128<T> positive, Vector128<T> negative) =>
        (Vector128.GreaterThan(a, Vector128<T>.Zero) & positive) | (Vector128.LessThan(a, Vector128<T>.Zero) & negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d)
    {
        if (typeof(T) == typeof(double))
        {
            return Vector256.Create(Pair(a, b), Pair(c, d));
        }

        if (!Sse2.IsSupported)
        {
            return Widen(Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d)));
        }

        Vector128<double> ab = Pair(a, b);
        Vector128<double> cd = Pair(c, d);
        return Widen(Sse2.UnpackLow(ab, cd).AsSingle() + Sse2.UnpackHigh(ab, cd).AsSingle());

        static float Sum(Vector128<T> values) => Vector128.Sum(values.AsSingle());
    }

    /// <summary>The same values in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Widen(Vector128<float> a)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(a);
        return Vector256.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Pair(Vector128<T> a, Vector128<T> b) =>
        typeof(T) != typeof(double) ? (Sse.UnpackLow(a.AsSingle(), b.AsSingle()) + Sse.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble()
        : Sse2.IsSupported ? Sse2.UnpackLow(a.AsDouble(), b.AsDouble()) + Sse2.UnpackHigh(a.AsDouble(), b.AsDouble())
        : Vector128.Create(Vector128.Sum(a.AsDouble()), Vector128.Sum(b.AsDouble()));
}
