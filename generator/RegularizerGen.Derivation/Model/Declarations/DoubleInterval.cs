using System;

namespace RegularizerGen.Derivation;

/// <summary>
/// A closed interval of real numbers with double ends (±∞ allowed), rounded outward: it contains every result of finite numbers of its
/// operands. Results that are exact stay exact, so that a constant that is attained (a slope of 1 at 0) can be confirmed.
/// </summary>
internal readonly struct DoubleInterval(double lo, double hi)
{
    public double Lo { get; } = lo;

    public double Hi { get; } = hi;

    public static DoubleInterval Entire => new(double.NegativeInfinity, double.PositiveInfinity);

    public static DoubleInterval Zero => Point(0);

    public static DoubleInterval One => Point(1);

    public bool Contains(double value) => Lo <= value && value <= Hi;

    public static DoubleInterval Point(double value) => new(value, value);

    public static DoubleInterval operator -(DoubleInterval a) => new(-a.Hi, -a.Lo);

    public static DoubleInterval operator +(DoubleInterval a, DoubleInterval b) =>
        new(Directed.Sum(a.Lo, b.Lo, up: false), Directed.Sum(a.Hi, b.Hi, up: true));

    public static DoubleInterval operator -(DoubleInterval a, DoubleInterval b) => a + (-b);

    public static DoubleInterval operator *(DoubleInterval a, DoubleInterval b) =>
        new(
            Least(
                Directed.Product(a.Lo, b.Lo, false),
                Directed.Product(a.Lo, b.Hi, false),
                Directed.Product(a.Hi, b.Lo, false),
                Directed.Product(a.Hi, b.Hi, false)
            ),
            Largest(
                Directed.Product(a.Lo, b.Lo, true),
                Directed.Product(a.Lo, b.Hi, true),
                Directed.Product(a.Hi, b.Lo, true),
                Directed.Product(a.Hi, b.Hi, true)
            )
        );

    /// <summary>The quotient; the whole line where the divisor may be 0.</summary>
    public static DoubleInterval operator /(DoubleInterval a, DoubleInterval b) =>
        b.Contains(0)
            ? Entire
            : new(
                Least(
                    Directed.Quotient(a.Lo, b.Lo, false),
                    Directed.Quotient(a.Lo, b.Hi, false),
                    Directed.Quotient(a.Hi, b.Lo, false),
                    Directed.Quotient(a.Hi, b.Hi, false)
                ),
                Largest(
                    Directed.Quotient(a.Lo, b.Lo, true),
                    Directed.Quotient(a.Lo, b.Hi, true),
                    Directed.Quotient(a.Hi, b.Lo, true),
                    Directed.Quotient(a.Hi, b.Hi, true)
                )
            );

    public static DoubleInterval Hull(DoubleInterval a, DoubleInterval b) => new(Math.Min(a.Lo, b.Lo), Math.Max(a.Hi, b.Hi));

    public static DoubleInterval Max(DoubleInterval a, DoubleInterval b) => new(Math.Max(a.Lo, b.Lo), Math.Max(a.Hi, b.Hi));

    public static DoubleInterval Min(DoubleInterval a, DoubleInterval b) => new(Math.Min(a.Lo, b.Lo), Math.Min(a.Hi, b.Hi));

    public DoubleInterval Abs() =>
        Lo >= 0 ? this
        : Hi <= 0 ? -this
        : new(0, Math.Max(-Lo, Hi));

    public DoubleInterval Square()
    {
        DoubleInterval size = Abs();
        return new(Directed.Product(size.Lo, size.Lo, false), Directed.Product(size.Hi, size.Hi, true));
    }

    /// <summary>The square root of what is not negative.</summary>
    public DoubleInterval Sqrt() => new(Directed.Root(Math.Max(0, Lo), false), Directed.Root(Math.Max(0, Hi), true));

    /// <summary>A power of what is not negative, with an exponent of at least 0.</summary>
    public DoubleInterval Pow(int exponent)
    {
        DoubleInterval result = One;
        for (int k = 0; k < exponent; k++)
        {
            result *= this;
        }

        return result;
    }

    public DoubleInterval Clamp(double lo, double hi) => new(Math.Max(lo, Math.Min(hi, Lo)), Math.Max(lo, Math.Min(hi, Hi)));

    private static double Least(double a, double b, double c, double d) => Math.Min(Math.Min(a, b), Math.Min(c, d));

    private static double Largest(double a, double b, double c, double d) => Math.Max(Math.Max(a, b), Math.Max(c, d));
}
