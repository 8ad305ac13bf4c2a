using System;
using System.Numerics;

namespace RegularizerGen.Tests;

/// <summary>A fraction of big integers; positive denominator, not reduced.</summary>
internal readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
{
    public static Fraction Of(double value)
    {
        int exponent = value == 0 ? 0 : Math.Max(Math.ILogB(value) - 52, -1074);
        var mantissa = new BigInteger(Math.ScaleB(value, -exponent));
        return exponent >= 0 ? new(mantissa << exponent, 1) : new(mantissa, BigInteger.One << -exponent);
    }

    public static Fraction Abs(Fraction a) => new(BigInteger.Abs(a.Numerator), a.Denominator);

    public static Fraction operator +(Fraction a, Fraction b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a) => new(-a.Numerator, a.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) => a + (-b);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) =>
        b.Numerator.Sign < 0
            ? new(-a.Numerator * b.Denominator, -a.Denominator * b.Numerator)
            : new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <=(Fraction a, Fraction b) => a.Numerator * b.Denominator <= b.Numerator * a.Denominator;

    public static bool operator >=(Fraction a, Fraction b) => b <= a;

    /// <summary>Without common divisors.</summary>
    public Fraction Reduced()
    {
        var divisor = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return new(Numerator / divisor, Denominator / divisor);
    }

    /// <summary>On 200 binary digits, in one direction: keeps numbers small.</summary>
    public Fraction Rounded(bool up)
    {
        BigInteger scaled = BigInteger.DivRem(Numerator << 200, Denominator, out BigInteger rest);
        return new(scaled + (up && !rest.IsZero ? 1 : 0), BigInteger.One << 200);
    }

    /// <summary>exp(x) by its series at x/2^k with the rest bounded, squared k times: an enclosure far narrower than a unit in the last
    /// place.</summary>
    public static (Fraction Low, Fraction High) Exponential(Fraction x)
    {
        const int Halvings = 6;
        Fraction small = x / Fraction.Of(1 << Halvings);
        Fraction sum = Fraction.Of(0);
        Fraction term = Fraction.Of(1);
        const int Terms = 14;
        for (int k = 1; k <= Terms; k++)
        {
            sum += term;
            term = term * small / Fraction.Of(k);
        }

        // |rest| ≤ 2 |term| for |small| ≤ 1/2.
        Fraction rest = Fraction.Abs(term) + Fraction.Abs(term);
        (Fraction low, Fraction high) = (sum - rest, sum + rest);
        for (int k = 0; k < Halvings; k++)
        {
            (low, high) = ((low * low).Rounded(up: false), (high * high).Rounded(up: true));
        }

        return (low, high);
    }
}
