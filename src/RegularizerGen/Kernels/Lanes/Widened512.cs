using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 512 bits of floats widened to double.</summary>
internal readonly struct Widened512 : ILanes<Vector512<double>, float>
{
    public static int Count => Vector512<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref float elements, nint offset) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref elements, (nuint)offset).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> values, ref float elements, nint offset) =>
        Vector256.Narrow(values.GetLower(), values.GetUpper()).StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    public static Vector512<double> MaskFrom(int lane) => Lanes512<double>.MaskFrom(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> And(Vector512<double> a, Vector512<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Lanes512<double>.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Positive(Vector512<double> a) => Lanes512<double>.Positive(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Negative(Vector512<double> a) => Lanes512<double>.Negative(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> BySign(Vector512<double> a, Vector512<double> positive, Vector512<double> negative) =>
        Lanes512<double>.BySign(a, positive, negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) =>
        Lanes512<double>.Sums(a, b, c, d);
}
