using System;
using System.Numerics;

namespace RegularizerGen.Tests.Sets;

/// <summary>mantissa · 2^exponent: what sums and products of doubles are, exactly.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent) : IComparable<Dyadic>
{
    public static implicit operator Dyadic(double value)
    {
        int exponent = value == 0 ? 0 : Math.Max(Math.ILogB(value) - 52, -1074);
        return new(new BigInteger(Math.ScaleB(value, -exponent)), exponent);
    }

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a) => new(-a.Mantissa, a.Exponent);

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + (-b);

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static bool operator <=(Dyadic a, Dyadic b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Dyadic a, Dyadic b) => a.CompareTo(b) >= 0;

    public static Dyadic Abs(Dyadic a) => new(BigInteger.Abs(a.Mantissa), a.Exponent);

    public int CompareTo(Dyadic other) => (this - other).Mantissa.Sign;
}
