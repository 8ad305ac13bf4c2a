using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Vectors of 128 bits of floats widened to double.</summary>
internal readonly struct Widened128 : ILanes<Vector128<double>, float>
{
    public static int Count => Vector128<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(ref float elements, nint offset) =>
        Vector128.WidenLower(Vector64.LoadUnsafe(ref elements, (nuint)offset).ToVector128Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<double> values, ref float elements, nint offset) =>
        Vector128.Narrow(values, values).GetLower().StoreUnsafe(ref elements, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    public static Vector128<double> MaskFrom(int lane) => Lanes128<double>.MaskFrom(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> And(Vector128<double> a, Vector128<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Lanes128<double>.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Positive(Vector128<double> a) => Lanes128<double>.Positive(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Negative(Vector128<double> a) => Lanes128<double>.Negative(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> BySign(Vector128<double> a, Vector128<double> positive, Vector128<double> negative) =>
        Lanes128<double>.BySign(a, positive, negative);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sums(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double> d) =>
        Lanes128<double>.Sums(a, b, c, d);
}
