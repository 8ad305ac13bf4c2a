using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Numbers;

/// <summary>
/// The real numbers that a derived bound is evaluated in. Generated code is written once over this interface and runs in plain doubles
/// (<see cref="Real"/>) or, where those would overflow, with mantissa and exponent kept apart (<see cref="Scaled"/>).
/// </summary>
/// <remarks>
/// 0·∞ = 0, and zero is exact: a coefficient that is zero takes part in nothing, and no operation rounds to zero what is not. Every other
/// undefined result (∞ - ∞, ∞/∞) is handed on as such, an enclosure as the whole line, until <see cref="LowerEnd"/> or <see
/// cref="UpperEnd"/> makes an end of a range or a bound of it.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IBoundNumber<TSelf>
    where TSelf : unmanaged, IBoundNumber<TSelf>
{
    /// <summary>Converts a double exactly.</summary>
    static abstract implicit operator TSelf(double value);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Negation.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>Product; 0 where a factor is, whatever the other.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient; 0 where the numerator is, whatever the denominator.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Strictly less.</summary>
    static abstract bool operator <(TSelf a, TSelf b);

    /// <summary>Strictly greater.</summary>
    static abstract bool operator >(TSelf a, TSelf b);

    /// <summary>mantissa · 2^exponent.</summary>
    static abstract TSelf FromParts(double mantissa, int exponent);

    /// <summary>A number whose nearest double is given; only enclosures heed the difference.</summary>
    static virtual TSelf Rounded(double value) => value;

    /// <summary>What a lower end of a range is made of: -∞ where the number is undefined, the lower end of an enclosure, else the number
    /// itself.</summary>
    static abstract TSelf LowerEnd(TSelf value);

    /// <summary>What an upper end of a range or a bound is made of: +∞ where the number is undefined, the upper end of an enclosure, else
    /// the number itself.</summary>
    static abstract TSelf UpperEnd(TSelf value);

    /// <summary>Undefined where the number is infinite: for formulas whose value at infinity their limit would have to tell.</summary>
    static abstract TSelf WhereFinite(TSelf value);

    /// <summary>The number itself: marks the point of a maximum, which has no derivative of its own.</summary>
    static virtual TSelf Fixed(TSelf value) => value;

    /// <summary>mantissa · 2^exponent, where the mantissa was summed in floating point with at most the given error; only enclosures heed
    /// the error.</summary>
    static virtual TSelf Measured(double mantissa, int exponent, double error) => TSelf.FromParts(mantissa, exponent);

    /// <summary>The nearest double: ±∞ above its range, 0 below it.</summary>
    static abstract double ToDouble(TSelf value);

    /// <summary>Whether the number is neither infinite nor NaN.</summary>
    static abstract bool IsFinite(TSelf value);

    /// <summary>The natural logarithm as a double: it never overflows; -∞ at zero.</summary>
    static abstract double LogToDouble(TSelf value);

    /// <summary>Absolute value.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>Square root of a non-negative number.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The smaller number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>1 where the argument is at least 0, else 0.</summary>
    static abstract TSelf Step(TSelf value);

    /// <summary>The second operand where the condition is at least 0, else the third.</summary>
    static abstract TSelf Select(TSelf condition, TSelf atLeastZero, TSelf below);

    /// <summary>An elementary function that has no method of its own here.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    static abstract TSelf Apply<TFunction>(TSelf value)
        where TFunction : IElementaryFunction<TFunction>;

    /// <summary>Error function.</summary>
    static abstract TSelf Erf(TSelf value);

    /// <summary>Exponential.</summary>
    static abstract TSelf Exp(TSelf value);

    /// <summary>Natural logarithm.</summary>
    static abstract TSelf Log(TSelf value);

    /// <summary>Logistic function 1/(1 + exp(-x)).</summary>
    static abstract TSelf Sigmoid(TSelf value);

    /// <summary>1 - sigmoid(argument), given sigmoid(argument), with full relative accuracy.</summary>
    static abstract TSelf SigmoidComplement(TSelf sigmoid, TSelf argument);

    /// <summary>Slope of the logistic function, e/(1 + e)² with e = exp(-|x|).</summary>
    static abstract TSelf LogisticSlope(TSelf value);

    /// <summary>The logistic function at both ends of a range, and its slope there: they may share what they are made of.</summary>
    static virtual void Sigmoid(TSelf lo, TSelf hi, out TSelf loValue, out TSelf hiValue, out TSelf loSlope, out TSelf hiSlope)
    {
        (loValue, hiValue) = (TSelf.Sigmoid(lo), TSelf.Sigmoid(hi));
        (loSlope, hiSlope) = (TSelf.LogisticSlope(lo), TSelf.LogisticSlope(hi));
    }

    /// <summary>Hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf value);

    /// <summary>The hyperbolic tangent at both ends of a range, and its slope 1/cosh² = 4 s'(2x) there, s' being <see
    /// cref="LogisticSlope"/>: no cancellation at large |x|.</summary>
    static virtual void Tanh(TSelf lo, TSelf hi, out TSelf loValue, out TSelf hiValue, out TSelf loSlope, out TSelf hiSlope)
    {
        (loValue, hiValue) = (TSelf.Tanh(lo), TSelf.Tanh(hi));
        (loSlope, hiSlope) = (4 * TSelf.LogisticSlope(2 * lo), 4 * TSelf.LogisticSlope(2 * hi));
    }

    /// <summary>1 - tanh(argument), given tanh(argument), with full relative accuracy.</summary>
    static abstract TSelf TanhComplement(TSelf tanh, TSelf argument);

    /// <summary>Sine.</summary>
    static abstract TSelf Sin(TSelf value);

    /// <summary>Cosine.</summary>
    static abstract TSelf Cos(TSelf value);
}
