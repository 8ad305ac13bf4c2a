using System;

namespace RegularizerGen.Derivation;

/// <summary>
/// Sums, products, quotients and roots rounded up or down, by the exact error of the rounded result (Knuth's and Dekker's error-free
/// transformations); the generator runs on frameworks without directed rounding, fused multiply-add or BitIncrement. 0·∞ is 0: ends are
/// bounds of finite numbers.
/// </summary>
internal static class Directed
{
    /// <summary>Within these sizes no intermediate result of the transformations over- or underflows.</summary>
    private const double Large = 1e150;
    private const double Small = 1e-140;

    public static double Sum(double a, double b, bool up)
    {
        double sum = a + b;
        if (double.IsInfinity(sum) || double.IsNaN(sum))
        {
            return Overflow(sum, up, double.IsInfinity(a) || double.IsInfinity(b));
        }

        double virtualB = sum - a;
        double error = (a - (sum - virtualB)) + (b - virtualB);
        return Rounded(sum, error, up);
    }

    public static double Product(double a, double b, bool up)
    {
        if (a == 0 || b == 0)
        {
            return 0;
        }

        double product = a * b;
        if (double.IsInfinity(product))
        {
            return Overflow(product, up, double.IsInfinity(a) || double.IsInfinity(b));
        }

        return IsMiddle(a) && IsMiddle(b) && IsMiddle(product) ? Rounded(product, ProductError(a, b, product), up) : Next(product, up);
    }

    public static double Quotient(double a, double b, bool up)
    {
        if (a == 0)
        {
            return 0;
        }

        // ∞/∞ is any number that is not negative, with the sign of the ends.
        bool positive = a > 0 == b > 0;
        if (double.IsInfinity(b))
        {
            return double.IsInfinity(a) ? (up == positive ? (positive ? double.PositiveInfinity : double.NegativeInfinity) : 0) : 0;
        }

        double quotient = a / b;
        if (double.IsInfinity(quotient))
        {
            return Overflow(quotient, up, double.IsInfinity(a));
        }

        if (!IsMiddle(a) || !IsMiddle(b) || !IsMiddle(quotient))
        {
            return Next(quotient, up);
        }

        double product = quotient * b;
        double remainder = (a - product) - ProductError(quotient, b, product);
        return Rounded(quotient, b > 0 ? remainder : -remainder, up);
    }

    public static double Root(double value, bool up)
    {
        if (value == 0 || double.IsInfinity(value))
        {
            return value;
        }

        double root = Math.Sqrt(value);
        double square = root * root;
        return IsMiddle(value) ? Rounded(root, (value - square) - ProductError(root, root, square), up) : Next(root, up);
    }

    /// <summary>A result of a library function, which may be a few units in the last place off.</summary>
    public static double Loose(double value, bool up)
    {
        double margin = (Math.Abs(value) * 1e-14) + 1e-300;
        return up ? value + margin : value - margin;
    }

    /// <summary>The next number above or below.</summary>
    public static double Next(double value, bool up)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return value;
        }

        if (value == 0)
        {
            return up ? double.Epsilon : -double.Epsilon;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        return BitConverter.Int64BitsToDouble(value > 0 == up ? bits + 1 : bits - 1);
    }

    private static bool IsMiddle(double value) => Math.Abs(value) is < Large and > Small;

    private static double Rounded(double value, double error, bool up) =>
        up ? (error > 0 ? Next(value, true) : value) : (error < 0 ? Next(value, false) : value);

    /// <summary>An infinite result of finite numbers is only beyond the largest one; an undefined one is unbounded.</summary>
    private static double Overflow(double value, bool up, bool isInfinite) =>
        double.IsNaN(value) ? (up ? double.PositiveInfinity : double.NegativeInfinity)
        : isInfinite || value > 0 == up ? value
        : up ? -double.MaxValue
        : double.MaxValue;

    private static double ProductError(double a, double b, double product)
    {
        (double aHigh, double aLow) = Split(a);
        (double bHigh, double bLow) = Split(b);
        return (((aHigh * bHigh) - product) + (aHigh * bLow) + (aLow * bHigh)) + (aLow * bLow);
    }

    private static (double High, double Low) Split(double value)
    {
        double shifted = value * 134217729.0; // 2^27 + 1
        double high = shifted - (shifted - value);
        return (high, value - high);
    }
}
