using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 256 bits of the elements themselves.</summary>
internal readonly struct Lanes256<T> : ILanes<Vector256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T elements, nint offset) => Vector256.LoadUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> values, ref T elements, nint offset) => values.StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(double value) => Vector256.Create(T.CreateTruncating(value));

    public static Vector256<T> MaskFrom(int lane)
    {
        Span<T> lanes = stackalloc T[Count];
        lanes.Clear();
        lanes[lane..].Fill(T.One);
        return Vector256.Equals(Load(ref MemoryMarshal.GetReference(lanes), 0), Vector256.Create(T.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> And(Vector256<T> a, Vector256<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
#if NET9_0_OR_GREATER
        typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
#else
        (a * b) + c;
#endif

    // Integers have the order of the signs of the numbers that have their bits, and units of their own beside those that add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Positive(Vector256<T> a) =>
        typeof(T) == typeof(float)
            ? Vector256.Max(a.AsInt32(), Vector256<int>.Zero).As<int, T>()
            : Vector256.Max(a.AsInt64(), Vector256<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Negative(Vector256<T> a) =>
        typeof(T) == typeof(float)
            ? Vector256.Min(a.AsInt32(), Vector256<int>.Zero).As<int, T>()
            : Vector256.Min(a.AsInt64(), Vector256<long>.Zero).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> BySign(Vector256<T> a, Vector256<T> positive, Vector256<T> negative) =>
        (Vector256.GreaterThan(a, Vector256<T>.Zero) & positive) | (Vector256.LessThan(a, Vector256<T>.Zero) & negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
    {
        if (!Avx.IsSupported)
        {
            return Lanes128<T>.Sums(Fold(a), Fold(b), Fold(c), Fold(d));
        }

        Vector256<double> ab = Pair(a, b);
        Vector256<double> cd = Pair(c, d);
        return typeof(T) == typeof(double) ? Join(ab, cd) : Widen(Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle());
    }

    /// <summary>The sums of the halves of both, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Join(Vector256<double> a, Vector256<double> b) =>
        Vector256.Create(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());

    /// <summary>The sum of the halves, in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Widen(Vector256<float> a) => Lanes128<float>.Widen(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pair(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(double)
            ? Avx.UnpackLow(a.AsDouble(), b.AsDouble()) + Avx.UnpackHigh(a.AsDouble(), b.AsDouble())
            : (Avx.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Fold(Vector256<T> a) => a.GetLower() + a.GetUpper();
}
