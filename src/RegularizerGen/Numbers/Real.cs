using System;
using System.Runtime.CompilerServices;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Numbers;

/// <summary>
/// A double: the fast path of every bound. What is undefined (∞ - ∞, ∞/∞) is NaN, which every operation hands on, until an end of a range
/// or a bound is made of it. Zero is exact: what underflows becomes the smallest number instead, so that 0·∞ = 0 is only ever said of a
/// true zero.
/// </summary>
public readonly partial struct Real : IBoundNumber<Real>
{
    private readonly double value;

    private Real(double value) => this.value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Real(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator +(Real a, Real b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator -(Real a, Real b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator -(Real a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator *(Real a, Real b)
    {
        double product = a.value * b.value;
        return new(
            Math.Abs(product) > 0 ? product
            : a.value == 0 || b.value == 0 ? 0
            : product + Math.CopySign(double.Epsilon, product) // underflowed, or undefined
        );
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real operator /(Real a, Real b)
    {
        double quotient = a.value / b.value;
        return new(
            Math.Abs(quotient) > 0 ? quotient
            : a.value == 0 ? 0
            : double.IsFinite(b.value) ? quotient + Math.CopySign(double.Epsilon, quotient)
            : quotient
        );
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(Real a, Real b) => a.value < b.value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >(Real a, Real b) => a.value > b.value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real FromParts(double mantissa, int exponent) =>
        new(exponent == 0 ? mantissa : NotZero(Math.ScaleB(mantissa, exponent), mantissa));

    /// <inheritdoc/>
    public static Real Rounded(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LowerEnd(Real value) => double.IsNaN(value.value) ? double.NegativeInfinity : value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real UpperEnd(Real value) => double.IsNaN(value.value) ? double.PositiveInfinity : value;

    /// <inheritdoc/>
    public static Real WhereFinite(Real value) => double.IsInfinity(value.value) ? double.NaN : value;

    /// <inheritdoc/>
    public static Real Fixed(Real value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(Real value) => value.value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFinite(Real value) => double.IsFinite(value.value);

    /// <inheritdoc/>
    public static double LogToDouble(Real value) => Math.Log(value.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Abs(Real value) => new(Math.Abs(value.value));

    /// <inheritdoc/>
    public static Real Sqrt(Real value) => new(Math.Sqrt(value.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Min(Real a, Real b) => a.value < b.value || double.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Max(Real a, Real b) => a.value > b.value || double.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    public static Real Step(Real value) => new(value.value >= 0 ? 1 : 0);

    /// <inheritdoc/>
    public static Real Select(Real condition, Real atLeastZero, Real below) =>
        double.IsNaN(condition.value) ? condition
        : condition.value >= 0 ? atLeastZero
        : below;

    /// <inheritdoc/>
    public static Real Apply<TFunction>(Real value)
        where TFunction : IElementaryFunction<TFunction> => new(TFunction.Value(value.value));

    /// <inheritdoc/>
    public static Real Erf(Real value) => new(ScalarMath.Erf(value.value));

    /// <inheritdoc/>
    public static Real Exp(Real value) => new(Positive(Math.Exp(value.value), value.value));

    /// <inheritdoc/>
    public static Real Log(Real value) => new(Math.Log(value.value));

    /// <inheritdoc/>
    public static Real Sigmoid(Real value) => new(Positive(ScalarMath.Sigmoid(value.value), value.value));

    /// <inheritdoc/>
    public static Real SigmoidComplement(Real sigmoid, Real argument) => sigmoid.value < 0.75 ? new(1 - sigmoid.value) : Sigmoid(-argument);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LogisticSlope(Real value) => value.value == 0 ? new(0.25) : SlopeAt(value.value);

    /// <inheritdoc/>
    public static Real Tanh(Real value) => new(Math.Tanh(value.value));

    /// <inheritdoc/>
    public static Real TanhComplement(Real tanh, Real argument) => tanh.value < 0.75 ? new(1 - tanh.value) : 2 * Sigmoid(-2 * argument);

    /// <inheritdoc/>
    public static Real Sin(Real value) => new(Math.Sin(value.value));

    /// <inheritdoc/>
    public static Real Cos(Real value) => new(Math.Cos(value.value));

    /// <inheritdoc/>
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The smallest number where a value that is not zero underflowed.</summary>
    private static double NotZero(double result, double sign) => result == 0 && sign != 0 ? Math.CopySign(double.Epsilon, sign) : result;

    private static Real SlopeAt(double x) => new(Positive(ScalarMath.LogisticSlope(x), x));

    /// <summary>Functions without a zero: theirs are limits, at infinity only.</summary>
    private static double Positive(double result, double argument) => result == 0 && double.IsFinite(argument) ? double.Epsilon : result;
}
