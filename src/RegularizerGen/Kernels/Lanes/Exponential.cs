using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>
/// exp(v) = 2^n (1 + p) for v ≤ 0, by Cody and Waite's reduction v = n ln 2 + r with |r| ≤ ln(2)/2 and p = exp(r) - 1 by its Taylor
/// polynomial, of degree 7 for float and 13 for double: what is left out is below a fifth of a unit in the last place of p.
/// </summary>
internal static class Exponential
{
    /// <summary>1.5 · 2^(digits - 1): a small number plus this, less this, is that number rounded to a whole one, which the sum has in its
    /// lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Shifter<T>() => typeof(T) == typeof(float) ? 12_582_912 : 6_755_399_441_055_744;

    /// <summary>From here on exp(-v) is taken as that of this number, the largest whole one whose result is a normal number: no result is
    /// subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Limit<T>() => typeof(T) == typeof(float) ? 87 : 708;

    /// <summary>2^n, and p, for v within [-<see cref="Limit"/>, 0].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Parts<TLane, T>(TLane v, out TLane p)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shifter = TLane.Constant(Shifter<T>());
        TLane shifted = TLane.MultiplyAdd(v, TLane.Constant(1.4426950408889634), shifter);
        TLane n = shifted - shifter;

        // The upper part of ln 2 ends with zeros, so that its products with n are exact.
        bool isSingle = typeof(T) == typeof(float);
        TLane r = TLane.MultiplyAdd(n, TLane.Constant(isSingle ? -0.693359375 : -6.93147180369123816490e-01), v);
        r = TLane.MultiplyAdd(n, TLane.Constant(isSingle ? 2.12194440054690583e-4 : -1.90821492927058770002e-10), r);
        TLane q;
        if (isSingle)
        {
            q = TLane.Constant(1.0 / 5040);
        }
        else
        {
            q = TLane.MultiplyAdd(TLane.Constant(1.0 / 6227020800), r, TLane.Constant(1.0 / 479001600));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 39916800));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 3628800));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 362880));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 40320));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 5040));
        }

        q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 720));
        q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 120));
        q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 24));
        q = TLane.MultiplyAdd(q, r, TLane.Constant(1.0 / 6));
        q = TLane.MultiplyAdd(q, r, TLane.Constant(0.5));
        p = TLane.MultiplyAdd(q, r * r, r);
        return TLane.PowerOfTwo(shifted);
    }

    /// <summary>(a + rest)/(b + other) for small rests: the quotient a/b, and in double one step of Newton's method with the rests, which
    /// leaves half a unit in the last place.</summary>
    /// <param name="a">The numerator.</param>
    /// <param name="rest">What was lost in rounding it.</param>
    /// <param name="b">The denominator.</param>
    /// <param name="other">What was lost in rounding that.</param>
    /// <param name="alpha">1/b is α + βq.</param>
    /// <param name="beta">See <paramref name="alpha"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Quotient<TLane, T>(TLane a, TLane rest, TLane b, TLane other, TLane alpha, TLane beta)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLane q = a / b;
        if (typeof(T) == typeof(float))
        {
            return q;
        }

        TLane error = TLane.MultiplyAdd(default(TLane) - q, b, a) + (rest - (q * other));
        return TLane.MultiplyAdd(error, TLane.MultiplyAdd(beta, q, alpha), q);
    }
}
