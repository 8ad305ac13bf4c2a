using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>The sums of the elements of four vectors, together: pairs of elements are added where they stand, so that the two vectors of a
/// pair become one.</summary>
internal static class FourSums
{
    /// <summary>Those of vectors of 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            return Of(Fold(a), Fold(b), Fold(c), Fold(d));
        }

        Vector512<double> ab = Pair(a, b);
        Vector512<double> cd = Pair(c, d);
        if (typeof(T) == typeof(double))
        {
            return Join(Fold(ab), Fold(cd));
        }

        return Widen(Fold(Fold(Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle())));
    }

    /// <summary>Those of vectors of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Avx.IsSupported)
        {
            return Of(Fold(a), Fold(b), Fold(c), Fold(d));
        }

        Vector256<double> ab = Pair(a, b);
        Vector256<double> cd = Pair(c, d);
        return typeof(T) == typeof(double)
            ? Join(ab, cd)
            : Widen(Fold(Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle()));
    }

    /// <summary>Those of vectors of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d)
        where T : unmanaged, IFloatingPointIeee754<T>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair<T>(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(double)
            ? Avx512F.UnpackLow(a.AsDouble(), b.AsDouble()) + Avx512F.UnpackHigh(a.AsDouble(), b.AsDouble())
            : (Avx512F.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx512F.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pair<T>(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(double)
            ? Avx.UnpackLow(a.AsDouble(), b.AsDouble()) + Avx.UnpackHigh(a.AsDouble(), b.AsDouble())
            : (Avx.UnpackLow(a.AsSingle(), b.AsSingle()) + Avx.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Pair<T>(Vector128<T> a, Vector128<T> b) =>
        typeof(T) != typeof(double) ? (Sse.UnpackLow(a.AsSingle(), b.AsSingle()) + Sse.UnpackHigh(a.AsSingle(), b.AsSingle())).AsDouble()
        : Sse2.IsSupported ? Sse2.UnpackLow(a.AsDouble(), b.AsDouble()) + Sse2.UnpackHigh(a.AsDouble(), b.AsDouble())
        : Vector128.Create(Vector128.Sum(a.AsDouble()), Vector128.Sum(b.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Join(Vector256<double> a, Vector256<double> b) => Vector256.Create(Fold(a), Fold(b));

    /// <summary>The sum of the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fold<T>(Vector512<T> a) => a.GetLower() + a.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Fold<T>(Vector256<T> a) => a.GetLower() + a.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> a)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(a);
        return Vector256.Create(lower, upper);
    }
}
