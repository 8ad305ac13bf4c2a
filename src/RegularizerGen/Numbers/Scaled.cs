using System;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Numbers;

/// <summary>
/// A number with mantissa and exponent kept apart: mantissa · 2^exponent with a 64-bit exponent. Gains and ranges of ordinary cells never
/// leave it, whatever the finite weights and for any horizon; only cells that multiply unbounded states can, and become infinite then.
/// </summary>
public readonly struct Scaled : IBoundNumber<Scaled>
{
    // Beyond this no further product of two numbers overflows the 64-bit exponent.
    private const long LargestExponent = long.MaxValue / 4;

    private static readonly double Ln2 = Math.Log(2);

    // 0.5 <= |mantissa| < 1, or 0, ±∞ or, where it is undefined, NaN (then the exponent is 0).
    private readonly double mantissa;
    private readonly long exponent;

    private Scaled(double mantissa, long exponent)
    {
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    /// <inheritdoc/>
    public static implicit operator Scaled(double value) => Normalize(value, 0);

    /// <inheritdoc/>
    public static Scaled operator +(Scaled a, Scaled b)
    {
        if (!double.IsFinite(a.mantissa) || !double.IsFinite(b.mantissa))
        {
            return new Scaled(a.mantissa + b.mantissa, 0);
        }

        if (a.mantissa == 0 || b.mantissa == 0)
        {
            return a.mantissa == 0 ? b : a;
        }

        long gap = a.exponent - b.exponent;
        return gap switch
        {
            > 60 => a,
            < -60 => b,
            >= 0 => Normalize(a.mantissa + Math.ScaleB(b.mantissa, (int)-gap), a.exponent),
            _ => Normalize(Math.ScaleB(a.mantissa, (int)gap) + b.mantissa, b.exponent),
        };
    }

    /// <inheritdoc/>
    public static Scaled operator -(Scaled a, Scaled b) => a + (-b);

    /// <inheritdoc/>
    public static Scaled operator -(Scaled a) => new(-a.mantissa, a.exponent);

    /// <inheritdoc/>
    public static Scaled operator *(Scaled a, Scaled b) =>
        a.mantissa == 0 || b.mantissa == 0 ? default : Normalize(a.mantissa * b.mantissa, a.exponent + b.exponent);

    /// <inheritdoc/>
    public static Scaled operator /(Scaled a, Scaled b) =>
        a.mantissa == 0 ? default : Normalize(a.mantissa / b.mantissa, a.exponent - b.exponent);

    /// <inheritdoc/>
    public static bool operator <(Scaled a, Scaled b) => IsDefined(a, b) && Compare(a, b) < 0;

    /// <inheritdoc/>
    public static bool operator >(Scaled a, Scaled b) => IsDefined(a, b) && Compare(a, b) > 0;

    /// <inheritdoc/>
    public static Scaled FromParts(double mantissa, int exponent) => Normalize(mantissa, exponent);

    /// <inheritdoc/>
    public static Scaled LowerEnd(Scaled value) => double.IsNaN(value.mantissa) ? double.NegativeInfinity : value;

    /// <inheritdoc/>
    public static Scaled UpperEnd(Scaled value) => double.IsNaN(value.mantissa) ? double.PositiveInfinity : value;

    /// <inheritdoc/>
    public static Scaled WhereFinite(Scaled value) => double.IsInfinity(value.mantissa) ? double.NaN : value;

    /// <inheritdoc/>
    public static double ToDouble(Scaled value) => Math.ScaleB(value.mantissa, (int)Math.Clamp(value.exponent, -5000, 5000));

    /// <inheritdoc/>
    public static bool IsFinite(Scaled value) => double.IsFinite(value.mantissa);

    /// <inheritdoc/>
    public static double LogToDouble(Scaled value) => Math.Log(value.mantissa) + (value.exponent * Ln2);

    /// <inheritdoc/>
    public static Scaled Abs(Scaled value) => new(Math.Abs(value.mantissa), value.exponent);

    /// <inheritdoc/>
    public static Scaled Sqrt(Scaled value)
    {
        long half = value.exponent >> 1;
        return Normalize(Math.Sqrt(Math.ScaleB(value.mantissa, (int)(value.exponent - (2 * half)))), half);
    }

    /// <inheritdoc/>
    public static Scaled Min(Scaled a, Scaled b) =>
        !IsDefined(a, b) ? double.NaN
        : a < b ? a
        : b;

    /// <inheritdoc/>
    public static Scaled Max(Scaled a, Scaled b) =>
        !IsDefined(a, b) ? double.NaN
        : a > b ? a
        : b;

    /// <inheritdoc/>
    public static Scaled Step(Scaled value) => value.mantissa >= 0 ? 1 : 0;

    /// <inheritdoc/>
    public static Scaled Select(Scaled condition, Scaled atLeastZero, Scaled below) =>
        double.IsNaN(condition.mantissa) ? condition
        : condition.mantissa >= 0 ? atLeastZero
        : below;

    /// <inheritdoc/>
    /// <remarks>Of tiny numbers a function through 0 is its tangent there.</remarks>
    public static Scaled Apply<TFunction>(Scaled value)
        where TFunction : IElementaryFunction<TFunction> =>
        value.exponent < -60 && value.mantissa != 0 && TFunction.Value(0) == 0
            ? value * TFunction.Slope(0)
            : TFunction.Value(ToDouble(value));

    /// <inheritdoc/>
    public static Scaled Erf(Scaled value) => value.exponent < -60 ? value * (2 / Math.Sqrt(Math.PI)) : ScalarMath.Erf(ToDouble(value));

    /// <inheritdoc/>
    public static Scaled Exp(Scaled value)
    {
        double x = ToDouble(value);
        if (Math.Abs(x) < 700)
        {
            return Math.Exp(x);
        }

        if (double.IsNaN(x) || Math.Abs(x) > 1e18)
        {
            // Beyond the exponent's range; a zero is a limit, at -∞ only.
            return x < 0 && IsFinite(value) ? new Scaled(0.5, -LargestExponent) : Math.Exp(x);
        }

        long whole = (long)Math.Round(x / Ln2);
        return Normalize(Math.Exp(x - (whole * Ln2)), whole);
    }

    /// <inheritdoc/>
    public static Scaled Log(Scaled value) => LogToDouble(value);

    /// <inheritdoc/>
    public static Scaled Sigmoid(Scaled value)
    {
        double x = ToDouble(value);
        return x < -700 ? Exp(value) : ScalarMath.Sigmoid(x);
    }

    /// <inheritdoc/>
    public static Scaled SigmoidComplement(Scaled sigmoid, Scaled argument) => sigmoid < 0.75 ? 1 - sigmoid : Sigmoid(-argument);

    /// <inheritdoc/>
    public static Scaled LogisticSlope(Scaled value)
    {
        double x = Math.Abs(ToDouble(value));
        return x > 700 ? Exp(-Abs(value)) : ScalarMath.LogisticSlope(x);
    }

    /// <inheritdoc/>
    public static Scaled Tanh(Scaled value) => value.exponent < -60 ? value : Math.Tanh(ToDouble(value));

    /// <inheritdoc/>
    public static Scaled TanhComplement(Scaled tanh, Scaled argument) => tanh < 0.75 ? 1 - tanh : 2 * Sigmoid(-2 * argument);

    /// <inheritdoc/>
    public static Scaled Sin(Scaled value) => value.exponent < -60 ? value : Math.Sin(ToDouble(value));

    /// <inheritdoc/>
    public static Scaled Cos(Scaled value) => Math.Cos(ToDouble(value));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{mantissa}·2^{exponent}");

    private static bool IsDefined(Scaled a, Scaled b) => !double.IsNaN(a.mantissa) && !double.IsNaN(b.mantissa);

    private static int Compare(Scaled a, Scaled b)
    {
        if (double.IsNaN(a.mantissa) || double.IsNaN(b.mantissa))
        {
            return 0; // neither less nor greater, as of doubles
        }

        int signs = Math.Sign(a.mantissa).CompareTo(Math.Sign(b.mantissa));
        if (signs != 0 || a.mantissa == 0)
        {
            return signs;
        }

        bool infinite = double.IsInfinity(a.mantissa) || double.IsInfinity(b.mantissa);
        return infinite || a.exponent == b.exponent
            ? a.mantissa.CompareTo(b.mantissa)
            : a.exponent.CompareTo(b.exponent) * Math.Sign(a.mantissa);
    }

    private static Scaled Normalize(double mantissa, long exponent)
    {
        if (mantissa == 0 || !double.IsFinite(mantissa))
        {
            return new Scaled(mantissa, 0);
        }

        int shift = Math.ILogB(mantissa) + 1;
        long total = exponent + shift;
        return total switch
        {
            > LargestExponent => new Scaled(mantissa > 0 ? double.PositiveInfinity : double.NegativeInfinity, 0),
            < -LargestExponent => new Scaled(Math.CopySign(0.5, mantissa), -LargestExponent), // zero is exact
            _ => new Scaled(Math.ScaleB(mantissa, -shift), total),
        };
    }
}
