using System;
using System.Runtime.CompilerServices;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Numbers;

/// <summary>
/// A real number known to lie in [<see cref="Lower"/>, <see cref="Upper"/>]: every operation rounds outward, so that the ends enclose the
/// result of exact real arithmetic (Moore 1966). A certificate runs the generated bound over these numbers and quotes upper ends only.
/// </summary>
/// <remarks>
/// Sums, products, quotients and square roots of doubles are correctly rounded, and are widened to the adjacent doubles. The elementary
/// functions of the platform are not; they are trusted to 2^-48 of their value (16 units in the last place; mathematical libraries document
/// 1 to 2), and ends are clipped to the range of the function.
/// </remarks>
public readonly struct Enclosure : IBoundNumber<Enclosure>
{
    private const double FunctionError = 1.0 / (1L << 48);

    private readonly double lower;
    private readonly double upper;

    /// <summary>The interval [lower, upper].</summary>
    public Enclosure(double lower, double upper)
    {
        this.lower = lower;
        this.upper = upper;
    }

    /// <summary>Lower end.</summary>
    public double Lower => lower;

    /// <summary>Upper end.</summary>
    public double Upper => upper;

    private bool IsZero => lower == 0 && upper == 0;

    /// <inheritdoc/>
    public static implicit operator Enclosure(double value) => new(value, value);

    /// <inheritdoc/>
    public static Enclosure operator +(Enclosure a, Enclosure b) => new(SumBelow(a.lower, b.lower), -SumBelow(-a.upper, -b.upper));

    /// <inheritdoc/>
    public static Enclosure operator -(Enclosure a, Enclosure b) => a + (-b);

    /// <inheritdoc/>
    public static Enclosure operator -(Enclosure a) => new(-a.upper, -a.lower);

    /// <inheritdoc/>
    public static Enclosure operator *(Enclosure a, Enclosure b)
    {
        if (a.IsZero || b.IsZero)
        {
            return default;
        }

        if ((a.lower == 1 && a.upper == 1) || (b.lower == 1 && b.upper == 1))
        {
            return a.lower == 1 && a.upper == 1 ? b : a;
        }

        if (a.lower >= 0 && b.lower >= 0)
        {
            double least = Times(a.lower, b.lower);
            return new(least == 0 ? 0 : Down(least), Up(Times(a.upper, b.upper)));
        }

        double p = Times(a.lower, b.lower);
        double q = Times(a.lower, b.upper);
        double r = Times(a.upper, b.lower);
        double s = Times(a.upper, b.upper);
        return new(Down(Math.Min(Math.Min(p, q), Math.Min(r, s))), Up(Math.Max(Math.Max(p, q), Math.Max(r, s))));
    }

    /// <inheritdoc/>
    public static Enclosure operator /(Enclosure a, Enclosure b)
    {
        if (a.IsZero)
        {
            return default;
        }

        if (b.lower <= 0 && b.upper >= 0)
        {
            return new(double.NegativeInfinity, double.PositiveInfinity);
        }

        double p = a.lower / b.lower;
        double q = a.lower / b.upper;
        double r = a.upper / b.lower;
        double s = a.upper / b.upper;
        return new(Down(Math.Min(Math.Min(p, q), Math.Min(r, s))), Up(Math.Max(Math.Max(p, q), Math.Max(r, s))));
    }

    /// <summary>Certainly less: for all values of both.</summary>
    public static bool operator <(Enclosure a, Enclosure b) => a.upper < b.lower;

    /// <summary>Certainly greater: for all values of both.</summary>
    public static bool operator >(Enclosure a, Enclosure b) => a.lower > b.upper;

    /// <inheritdoc/>
    public static Enclosure FromParts(double mantissa, int exponent) => Measured(mantissa, exponent, 0);

    /// <inheritdoc/>
    public static Enclosure Rounded(double value) => new(Down(value), Up(value));

    /// <inheritdoc/>
    public static Enclosure LowerEnd(Enclosure value) => value.lower;

    /// <inheritdoc/>
    public static Enclosure UpperEnd(Enclosure value) => value.upper;

    /// <inheritdoc/>
    public static Enclosure WhereFinite(Enclosure value) =>
        double.IsInfinity(value.lower) || double.IsInfinity(value.upper) ? new(double.NegativeInfinity, double.PositiveInfinity) : value;

    /// <inheritdoc/>
    public static Enclosure Fixed(Enclosure value) => value;

    /// <inheritdoc/>
    public static Enclosure Measured(double mantissa, int exponent, double error)
    {
        double low = error == 0 ? mantissa : Down(mantissa - error);
        double high = error == 0 ? mantissa : Up(mantissa + error);

        // A power of two is exact unless it leaves the range of double.
        return exponent == 0 ? new(low, high) : new(Down(Math.ScaleB(low, exponent)), Up(Math.ScaleB(high, exponent)));
    }

    /// <summary>The upper end.</summary>
    public static double ToDouble(Enclosure value) => value.upper;

    /// <inheritdoc/>
    public static bool IsFinite(Enclosure value) => double.IsFinite(value.lower) && double.IsFinite(value.upper);

    /// <summary>Logarithm of the upper end, not rounded outward.</summary>
    public static double LogToDouble(Enclosure value) => Math.Log(value.upper);

    /// <inheritdoc/>
    public static Enclosure Abs(Enclosure value) =>
        value.lower >= 0 ? value
        : value.upper <= 0 ? -value
        : new(0, Math.Max(-value.lower, value.upper));

    /// <inheritdoc/>
    public static Enclosure Sqrt(Enclosure value) =>
        new(Math.Max(0, Down(Math.Sqrt(Math.Max(value.lower, 0)))), value.upper <= 0 ? 0 : Up(Math.Sqrt(value.upper)));

    /// <inheritdoc/>
    public static Enclosure Min(Enclosure a, Enclosure b) => new(Math.Min(a.lower, b.lower), Math.Min(a.upper, b.upper));

    /// <inheritdoc/>
    public static Enclosure Max(Enclosure a, Enclosure b) => new(Math.Max(a.lower, b.lower), Math.Max(a.upper, b.upper));

    /// <summary>1 or 0, or everything between them where the sign is not certain.</summary>
    public static Enclosure Step(Enclosure value) => new(value.lower >= 0 ? 1 : 0, value.upper >= 0 ? 1 : 0);

    /// <summary>One of the two, or the hull of both where the sign of the condition is not certain.</summary>
    public static Enclosure Select(Enclosure condition, Enclosure atLeastZero, Enclosure below) =>
        condition.lower >= 0 ? atLeastZero
        : condition.upper < 0 ? below
        : new(Math.Min(atLeastZero.lower, below.lower), Math.Max(atLeastZero.upper, below.upper));

    /// <inheritdoc/>
    public static Enclosure Apply<TFunction>(Enclosure value)
        where TFunction : IElementaryFunction<TFunction> => TFunction.Enclose(value);

    /// <summary>Values of a function of the platform at both ends, widened by its error and cut to its range.</summary>
    internal static Enclosure NonDecreasing(double lower, double upper, double least, double most) =>
        new(Math.Max(least, Below(lower)), Math.Min(most, Above(upper)));

    /// <summary>Error function; see <see cref="ScalarMath.ErfError"/>.</summary>
    public static Enclosure Erf(Enclosure value) =>
        new(
            Math.Max(-1, ScalarMath.Erf(value.lower) - ScalarMath.ErfError),
            Math.Min(1, ScalarMath.Erf(value.upper) + ScalarMath.ErfError)
        );

    /// <inheritdoc/>
    public static Enclosure Exp(Enclosure value) => new(Math.Max(0, Below(Math.Exp(value.lower))), Above(Math.Exp(value.upper)));

    /// <inheritdoc/>
    public static Enclosure Log(Enclosure value) =>
        new(
            value.lower <= 0 ? double.NegativeInfinity : Below(Math.Log(value.lower)),
            value.upper <= 0 ? double.NegativeInfinity : Above(Math.Log(value.upper))
        );

    /// <inheritdoc/>
    public static Enclosure Sigmoid(Enclosure value) =>
        new(Math.Max(0, Below(ScalarMath.Sigmoid(value.lower))), Math.Min(1, Above(ScalarMath.Sigmoid(value.upper))));

    /// <inheritdoc/>
    public static Enclosure SigmoidComplement(Enclosure sigmoid, Enclosure argument) => Sigmoid(-argument);

    /// <inheritdoc/>
    public static Enclosure LogisticSlope(Enclosure value)
    {
        Enclosure size = Abs(value);
        return new(
            Math.Max(0, Below(ScalarMath.LogisticSlope(size.upper))),
            size.lower == 0 ? 0.25 : Math.Min(0.25, Above(ScalarMath.LogisticSlope(size.lower)))
        );
    }

    /// <inheritdoc/>
    public static Enclosure Tanh(Enclosure value) =>
        new(Math.Max(-1, Below(Math.Tanh(value.lower))), Math.Min(1, Above(Math.Tanh(value.upper))));

    /// <inheritdoc/>
    public static Enclosure TanhComplement(Enclosure tanh, Enclosure argument) => 2 * Sigmoid(-2 * argument);

    /// <inheritdoc/>
    public static Enclosure Sin(Enclosure value) => Wave(value, Math.Sin);

    /// <inheritdoc/>
    public static Enclosure Cos(Enclosure value) => Wave(value, Math.Cos);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"[{lower:R}, {upper:R}]");

    /// <summary>The value in the middle, and at most half the width to either side (Lipschitz constant 1).</summary>
    private static Enclosure Wave(Enclosure value, Func<double, double> function)
    {
        double middle = value.lower + ((value.upper - value.lower) / 2);
        if (!double.IsFinite(middle))
        {
            return new(-1, 1);
        }

        double half = Up(Math.Max(value.upper - middle, middle - value.lower));
        double centre = function(middle);
        return new(Math.Max(-1, Below(centre) - half - FunctionError), Math.Min(1, Above(centre) + half + FunctionError));
    }

    /// <summary>0·∞ = 0: a zero end is exact, and times every number it is 0.</summary>
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    /// <summary>The sum rounded down: itself where it is exact (Møller's and Knuth's error of a sum), so that 1 - 1 is 0 and not almost
    /// 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SumBelow(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        double error = (a - (sum - part)) + (b - part);
        return error == 0 || double.IsInfinity(a) || double.IsInfinity(b) ? (double.IsNaN(sum) ? double.NegativeInfinity : sum) : Down(sum);
    }

    /// <summary>The next double below; of what is no number -∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Down(double value) => -Up(-value);

    /// <summary>The next double above; of what is no number +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Up(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return value is > 0 and < double.PositiveInfinity ? BitConverter.Int64BitsToDouble(bits + 1)
            : value is < 0 and > double.NegativeInfinity ? BitConverter.Int64BitsToDouble(bits - 1)
            : double.IsNaN(value) ? double.PositiveInfinity
            : Math.BitIncrement(value);
    }

    private static double Below(double value) => value == 0 ? 0 : Down(value - (Math.Abs(value) * FunctionError));

    private static double Above(double value) => Up(value + (Math.Abs(value) * FunctionError));
}
