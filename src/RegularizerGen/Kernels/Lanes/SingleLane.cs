using System.Numerics;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>One element at a time, in double: rows that are shorter than every vector.</summary>
internal readonly struct SingleLane<T> : ILanes<double, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => 1;

    public static double Load(ref T elements, nint offset) =>
        double.CreateTruncating(System.Runtime.CompilerServices.Unsafe.Add(ref elements, offset));

    public static void Store(double values, ref T elements, nint offset) =>
        System.Runtime.CompilerServices.Unsafe.Add(ref elements, offset) = T.CreateTruncating(values);

    public static double Broadcast(double value) => value;

    // No row ends within a lane: masks are not asked for.
    public static double MaskFrom(int lane) => 0;

    public static double And(double a, double b) => a;

    public static double Add(double a, double b) => a + b;

    public static double Subtract(double a, double b) => a - b;

    public static double Multiply(double a, double b) => a * b;

    public static double MultiplyAdd(double a, double b, double c) => (a * b) + c;

    public static double Positive(double a) => a < 0 ? 0 : a;

    public static double Negative(double a) => a > 0 ? 0 : a;

    public static double BySign(double a, double positive, double negative) =>
        a > 0 ? positive
        : a < 0 ? negative
        : 0;

    public static Vector256<double> Sums(double a, double b, double c, double d) => Vector256.Create(a, b, c, d);
}
