using System;

namespace RegularizerGen.Numbers;

/// <summary>A double with the calculus' own product, 0·∞ = 0. The fast path of every bound.</summary>
public readonly struct Real : IBoundNumber<Real>
{
    private readonly double value;

    private Real(double value) => this.value = value;

    /// <inheritdoc/>
    public static implicit operator Real(double value) => new(value);

    /// <inheritdoc/>
    public static Real operator +(Real a, Real b) => new(a.value + b.value);

    /// <inheritdoc/>
    public static Real operator -(Real a, Real b) => new(a.value - b.value);

    /// <inheritdoc/>
    public static Real operator -(Real a) => new(-a.value);

    /// <inheritdoc/>
    public static Real operator *(Real a, Real b)
    {
        double product = a.value * b.value;

        // NaN operands never get here (weights are checked), so NaN can only be 0·∞.
        return new(double.IsNaN(product) ? 0 : product);
    }

    /// <inheritdoc/>
    public static Real operator /(Real a, Real b) => new(a.value == 0 ? 0 : a.value / b.value);

    /// <inheritdoc/>
    public static bool operator <(Real a, Real b) => a.value < b.value;

    /// <inheritdoc/>
    public static bool operator >(Real a, Real b) => a.value > b.value;

    /// <inheritdoc/>
    public static Real FromParts(double mantissa, int exponent) => new(exponent == 0 ? mantissa : Math.ScaleB(mantissa, exponent));

    /// <inheritdoc/>
    public static Real Rounded(double value) => new(value);

    /// <inheritdoc/>
    public static Real Fixed(Real value) => value;

    /// <inheritdoc/>
    public static double ToDouble(Real value) => value.value;

    /// <inheritdoc/>
    public static bool IsFinite(Real value) => double.IsFinite(value.value);

    /// <inheritdoc/>
    public static double LogToDouble(Real value) => Math.Log(value.value);

    /// <inheritdoc/>
    public static Real Abs(Real value) => new(Math.Abs(value.value));

    /// <inheritdoc/>
    public static Real Sqrt(Real value) => new(Math.Sqrt(value.value));

    /// <inheritdoc/>
    public static Real Min(Real a, Real b) => new(a.value < b.value ? a.value : b.value);

    /// <inheritdoc/>
    public static Real Max(Real a, Real b) => new(a.value > b.value ? a.value : b.value);

    /// <inheritdoc/>
    public static Real Step(Real value) => new(value.value >= 0 ? 1 : 0);

    /// <inheritdoc/>
    public static Real Erf(Real value) => new(ScalarMath.Erf(value.value));

    /// <inheritdoc/>
    public static Real Exp(Real value) => new(Math.Exp(value.value));

    /// <inheritdoc/>
    public static Real Log(Real value) => new(Math.Log(value.value));

    /// <inheritdoc/>
    public static Real Sigmoid(Real value) => new(ScalarMath.Sigmoid(value.value));

    /// <inheritdoc/>
    public static Real LogisticSlope(Real value) => new(ScalarMath.LogisticSlope(value.value));

    /// <inheritdoc/>
    public static Real Tanh(Real value) => new(Math.Tanh(value.value));

    /// <inheritdoc/>
    public static Real Sin(Real value) => new(Math.Sin(value.value));

    /// <inheritdoc/>
    public static Real Cos(Real value) => new(Math.Cos(value.value));

    /// <inheritdoc/>
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
