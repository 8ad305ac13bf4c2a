using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 256 bits of floats widened to double.</summary>
internal readonly struct Widened256 : ILanes<Vector256<double>, float>
{
    public static int Count => Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref float elements, nint offset) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref elements, (nuint)offset).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> values, ref float elements, nint offset) =>
        Vector128.Narrow(values.GetLower(), values.GetUpper()).StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    public static Vector256<double> MaskFrom(int lane) => Lanes256<double>.MaskFrom(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> And(Vector256<double> a, Vector256<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Lanes256<double>.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Positive(Vector256<double> a) => Lanes256<double>.Positive(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Negative(Vector256<double> a) => Lanes256<double>.Negative(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> BySign(Vector256<double> a, Vector256<double> positive, Vector256<double> negative) =>
        Lanes256<double>.BySign(a, positive, negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d) =>
        Lanes256<double>.Sums(a, b, c, d);
}
