using System;
using System.Globalization;
using System.Numerics;

namespace RegularizerGen.Symbolics;

/// <summary>An exact rational number of arbitrary size, always in lowest terms with a positive denominator.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // The denominator is stored less one, so that default(Rational) is the valid number 0/1.
    private readonly BigInteger denominatorLessOne;

    /// <summary>Creates numerator / denominator in lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("A rational number cannot have denominator 0.");
        }

        if (denominator.IsOne)
        {
            Numerator = numerator;
            return;
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        denominatorLessOne = (denominator / divisor) - 1;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator => denominatorLessOne + 1;

    public static Rational Zero => default;

    public static Rational One => new(1, 1);

    public static Rational Half => new(1, 2);

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && denominatorLessOne.IsZero;

    public bool IsInteger => denominatorLessOne.IsZero;

    public int Sign => Numerator.Sign;

    /// <summary>Whether numerator or denominator has more binary digits than that (64 or more): what exact arithmetic costs grows with
    /// them.</summary>
    public bool IsLongerThan(int bits) =>
        !(IsSmall(Numerator) && IsSmall(denominatorLessOne)) && Math.Max(BitLength(Numerator), BitLength(Denominator)) > bits;

    public static implicit operator Rational(int value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) =>
        a.IsZero ? b
        : b.IsZero ? a
        : new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + (-b);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) =>
        a.IsOne ? b
        : b.IsOne ? a
        : new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) =>
        b.IsOne ? a : new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>Integer power; a negative exponent inverts.</summary>
    public static Rational Pow(Rational value, int exponent) =>
        exponent >= 0
            ? new Rational(BigInteger.Pow(value.Numerator, exponent), BigInteger.Pow(value.Denominator, exponent))
            : new Rational(BigInteger.Pow(value.Denominator, -exponent), BigInteger.Pow(value.Numerator, -exponent));

    public static Rational Abs(Rational value) => value.Sign < 0 ? -value : value;

    /// <summary>The rational with the same shortest decimal text as the double: 0.1 becomes 1/10, which prints and converts back to the
    /// same double.</summary>
    /// <exception cref="ArgumentException">The value is NaN or infinite.</exception>
    public static Rational FromDouble(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new ArgumentException("Only finite numbers are rational.", nameof(value));
        }

        return Parse(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads "12", "0.25", "-1.5e-3" or "2/3", in the invariant culture.</summary>
    /// <exception cref="FormatException">The text is not a number.</exception>
    public static Rational Parse(string text)
    {
        int slash = text.IndexOf('/');
        if (slash >= 0)
        {
            return Parse(text.Substring(0, slash)) / Parse(text.Substring(slash + 1));
        }

        int exponent = 0;
        int e = text.IndexOfAny(['e', 'E']);
        if (e >= 0)
        {
            exponent = int.Parse(text.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text.Substring(0, e);
        }

        int point = text.IndexOf('.');
        if (point >= 0)
        {
            exponent -= text.Length - point - 1;
            text = text.Remove(point, 1);
        }

        BigInteger digits = BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new Rational(digits, 1) * Pow(10, exponent);
    }

    /// <summary>The nearest double (one unit in the last place off at most where it is subnormal). Works for numerators and denominators
    /// beyond the range of double.</summary>
    public double ToDouble()
    {
        if (IsZero)
        {
            return 0;
        }

        // 61 or 62 significant bits and a sticky bit for the rest: the conversion of the 64-bit integer then rounds once, to nearest.
        int shift = 61 - (BitLength(Numerator) - BitLength(Denominator));
        BigInteger dividend = BigInteger.Abs(shift >= 0 ? Numerator << shift : Numerator);
        BigInteger divisor = shift >= 0 ? Denominator : Denominator << -shift;
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        double scaled = Sign * (double)((long)quotient | (rest.IsZero ? 0L : 1L));
        return scaled * Math.Pow(2, -(shift / 2)) * Math.Pow(2, -(shift - (shift / 2)));
    }

    public int CompareTo(Rational other) =>
        denominatorLessOne == other.denominatorLessOne
            ? Numerator.CompareTo(other.Numerator)
            : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && denominatorLessOne == other.denominatorLessOne;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => (Numerator.GetHashCode() * 397) ^ denominatorLessOne.GetHashCode();

    public override string ToString() =>
        IsInteger
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : Numerator.ToString(CultureInfo.InvariantCulture) + "/" + Denominator.ToString(CultureInfo.InvariantCulture);

    private static bool IsSmall(BigInteger value) => value.CompareTo(long.MaxValue) <= 0 && value.CompareTo(long.MinValue) >= 0;

    private static int BitLength(BigInteger value)
    {
        byte[] bytes = BigInteger.Abs(value).ToByteArray();
        int last = bytes.Length - 1;
        while (last > 0 && bytes[last] == 0)
        {
            last--;
        }

        int bits = 0;
        for (int b = bytes[last]; b != 0; b >>= 1)
        {
            bits++;
        }

        return (last * 8) + bits;
    }
}
