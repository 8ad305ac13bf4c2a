using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Numbers;

/// <summary>Functions at both ends of a range at once: one exponential and two quotients for all.</summary>
public readonly partial struct Real
{
    // Below this |x|, 1 - exp(-2|x|) loses digits that tanh x has.
    private const double SmallTanh = 0.5;

    /// <inheritdoc/>
    public static void Sigmoid(Real lo, Real hi, out Real loValue, out Real hiValue, out Real loSlope, out Real hiSlope)
    {
        var x = Vector128.Create(lo.value, hi.value);
        Vector128<double> e = Exp(-Vector128.Abs(x));
        Vector128<double> whole = Vector128<double>.One + e;
        Vector128<double> slope = e / (whole * whole);
        Vector128<double> part = Vector128.ConditionalSelect(
            Vector128.GreaterThanOrEqual(x, Vector128<double>.Zero),
            Vector128<double>.One,
            e
        );
        Vector128<double> value = part / whole;
        (loValue, hiValue) = (new(value.ToScalar()), new(value.GetElement(1)));
        (loSlope, hiSlope) = (new(slope.ToScalar()), new(slope.GetElement(1)));
        if (Vector128.EqualsAny(e, Vector128<double>.Zero))
        {
            (loValue, hiValue) = (Sigmoid(lo), Sigmoid(hi)); // no 0 where the argument is finite
            (loSlope, hiSlope) = (SlopeAt(lo.value), SlopeAt(hi.value));
        }
    }

    /// <inheritdoc/>
    public static void Tanh(Real lo, Real hi, out Real loValue, out Real hiValue, out Real loSlope, out Real hiSlope)
    {
        var x = Vector128.Create(lo.value, hi.value);
        Vector128<double> size = Vector128.Abs(x);
        Vector128<double> e = Exp(-2 * size);
        Vector128<double> whole = Vector128<double>.One + e;
        Vector128<double> slope = 4 * (e / (whole * whole));
        Vector128<double> value = Vector128.ConditionalSelect(Vector128.Create(-0.0), x, (Vector128<double>.One - e) / whole);
        (loValue, hiValue) = (new(value.ToScalar()), new(value.GetElement(1)));
        (loSlope, hiSlope) = (new(slope.ToScalar()), new(slope.GetElement(1)));
        if (Vector128.LessThanAny(size, Vector128.Create(SmallTanh)))
        {
            (loValue, hiValue) = (Math.Abs(lo.value) < SmallTanh ? Tanh(lo) : loValue, Math.Abs(hi.value) < SmallTanh ? Tanh(hi) : hiValue);
        }

        if (Vector128.EqualsAny(e, Vector128<double>.Zero))
        {
            (loSlope, hiSlope) = (4 * LogisticSlope(2 * lo), 4 * LogisticSlope(2 * hi)); // no 0 where the argument is finite
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Exp(Vector128<double> x) =>
#if NET9_0_OR_GREATER
        Vector128.Exp(x);
#else
        Vector128.Create(Math.Exp(x.ToScalar()), Math.Exp(x.GetElement(1)));
#endif
}
