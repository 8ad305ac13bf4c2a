using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 512 bits of the elements themselves.</summary>
internal readonly struct Lanes512<T> : ILanes<Vector512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T elements, nint offset) => Vector512.LoadUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> values, ref T elements, nint offset) => values.StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(double value) => Vector512.Create(T.CreateTruncating(value));

    public static Vector512<T> MaskFrom(int lane)
    {
        Span<T> lanes = stackalloc T[Count];
        lanes.Clear();
        lanes[lane..].Fill(T.One);
        return Vector512.Equals(Load(ref MemoryMarshal.GetReference(lanes), 0), Vector512.Create(T.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> And(Vector512<T> a, Vector512<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Positive(Vector512<T> a) =>
        typeof(T) == typeof(float)
            ? Vector512.Max(a.AsInt32(), Vector512<int>.Zero).As<int, T>()
            : Vector512.Max(a.AsInt64(), Vector512<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Negative(Vector512<T> a) =>
        typeof(T) == typeof(float)
            ? Vector512.Min(a.AsInt32(), Vector512<int>.Zero).As<int, T>()
            : Vector512.Min(a.AsInt64(), Vector512<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> BySign(Vector512<T> a, Vector512<T> positive, Vector512<T> negative) =>
        (Vector512.GreaterThan(a, Vector512<T>.Zero) & positive) | (Vector512.LessThan(a, Vector512<T>.Zero) & negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
    {
        if (!Avx512F.IsSupported)
        {
            return Lanes256<T>.Sums(Fold(a), Fold(b), Fold(c), Fold(d));
        }

        // Pairs of lanes are added where they stand, so that the two vectors of a pair become one.
        Vector512<double> ab = Pair(a, b);
        Vector512<double> cd = Pair(c, d);
        if (typeof(T) == typeof(double))
        {
            return Lanes256<double>.Join(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper());
        }

        Vector512<float> sums = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        return Lanes256<float>.Widen(sums.GetLower() + sums.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(double)
            ? Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()) + Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble())
            : (Avx512F.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx512F.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fold(Vector512<T> a) => a.GetLower() + a.GetUpper();
}
