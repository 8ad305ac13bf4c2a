using System;
using RegularizerGen.Numbers;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Domains.Tapes;

/// <summary>A double whose derivation is recorded on the current <see cref="Tape"/>: any domain over bound numbers has exact gradients by
/// it.</summary>
/// <remarks>Values are those of <see cref="Real"/>, to the bit; where extrema tie, the second operand is taken, as there.</remarks>
internal readonly struct Taped : IBoundNumber<Taped>
{
    private readonly double value;

    private Taped(double value, int index)
    {
        this.value = value;
        Index = index;
    }

    /// <summary>Number on the tape; 0 for a constant.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public static implicit operator Taped(double value) => new(value, 0);

    /// <inheritdoc/>
    public static Taped operator +(Taped a, Taped b) => Of(Value((Real)a.value + b.value), a, 1, b, 1);

    /// <inheritdoc/>
    public static Taped operator -(Taped a, Taped b) => Of(Value((Real)a.value - b.value), a, 1, b, -1);

    /// <inheritdoc/>
    public static Taped operator -(Taped a) => Of(-a.value, a, -1);

    /// <inheritdoc/>
    public static Taped operator *(Taped a, Taped b) => Of(Value((Real)a.value * b.value), a, b.value, b, a.value);

    /// <inheritdoc/>
    public static Taped operator /(Taped a, Taped b)
    {
        double quotient = Value((Real)a.value / b.value);
        return Of(quotient, a, 1 / b.value, b, quotient == 0 ? 0 : -quotient / b.value);
    }

    /// <inheritdoc/>
    public static bool operator <(Taped a, Taped b) => a.value < b.value;

    /// <inheritdoc/>
    public static bool operator >(Taped a, Taped b) => a.value > b.value;

    /// <summary>A number that derivatives are taken by.</summary>
    public static Taped Variable(double value) => new(value, Tape.Current.Record(0, 0));

    /// <inheritdoc/>
    public static Taped FromParts(double mantissa, int exponent) => Value(Real.FromParts(mantissa, exponent));

    /// <inheritdoc/>
    public static Taped LowerEnd(Taped value) => double.IsNaN(value.value) ? double.NegativeInfinity : value;

    /// <inheritdoc/>
    public static Taped UpperEnd(Taped value) => double.IsNaN(value.value) ? double.PositiveInfinity : value;

    /// <inheritdoc/>
    public static Taped WhereFinite(Taped value) => double.IsInfinity(value.value) ? double.NaN : value;

    /// <inheritdoc/>
    public static Taped Fixed(Taped value) => value.value;

    /// <inheritdoc/>
    public static double ToDouble(Taped value) => value.value;

    /// <inheritdoc/>
    public static bool IsFinite(Taped value) => double.IsFinite(value.value);

    /// <inheritdoc/>
    public static double LogToDouble(Taped value) => Math.Log(value.value);

    /// <inheritdoc/>
    public static Taped Abs(Taped value) => value.value < 0 ? -value : value;

    /// <inheritdoc/>
    public static Taped Sqrt(Taped value)
    {
        double root = Math.Sqrt(value.value);
        return Of(root, value, root == 0 ? 0 : 0.5 / root);
    }

    /// <inheritdoc/>
    public static Taped Min(Taped a, Taped b) => a.value < b.value || double.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    public static Taped Max(Taped a, Taped b) => a.value > b.value || double.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    public static Taped Step(Taped value) => Value(Real.Step(value.value));

    /// <inheritdoc/>
    public static Taped Select(Taped condition, Taped atLeastZero, Taped below) =>
        double.IsNaN(condition.value) ? double.NaN
        : condition.value >= 0 ? atLeastZero
        : below;

    /// <inheritdoc/>
    public static Taped Apply<TFunction>(Taped value)
        where TFunction : IElementaryFunction<TFunction> => Of(TFunction.Value(value.value), value, TFunction.Slope(value.value));

    /// <inheritdoc/>
    public static Taped Erf(Taped value) =>
        Of(Value(Real.Erf(value.value)), value, 2 / Math.Sqrt(Math.PI) * Math.Exp(-value.value * value.value));

    /// <inheritdoc/>
    public static Taped Exp(Taped value) => Of(Math.Exp(value.value), value, Math.Exp(value.value));

    /// <inheritdoc/>
    public static Taped Log(Taped value) => Of(Math.Log(value.value), value, 1 / value.value);

    /// <inheritdoc/>
    public static Taped Sigmoid(Taped value) => Of(Value(Real.Sigmoid(value.value)), value, Value(Real.LogisticSlope(value.value)));

    /// <inheritdoc/>
    public static Taped SigmoidComplement(Taped sigmoid, Taped argument) => sigmoid.value < 0.75 ? 1 - sigmoid : Sigmoid(-argument);

    /// <inheritdoc/>
    public static Taped TanhComplement(Taped tanh, Taped argument) => tanh.value < 0.75 ? 1 - tanh : 2 * Sigmoid(-2 * argument);

    /// <inheritdoc/>
    public static Taped LogisticSlope(Taped value)
    {
        double slope = Value(Real.LogisticSlope(value.value));
        return Of(slope, value, -slope * Math.Tanh(0.5 * value.value));
    }

    /// <inheritdoc/>
    public static Taped Tanh(Taped value) => Of(Math.Tanh(value.value), value, 4 * Value(Real.LogisticSlope(2 * value.value)));

    /// <inheritdoc/>
    public static Taped Sin(Taped value) => Of(Math.Sin(value.value), value, Math.Cos(value.value));

    /// <inheritdoc/>
    public static Taped Cos(Taped value) => Of(Math.Cos(value.value), value, -Math.Sin(value.value));

    /// <inheritdoc/>
    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static double Value(Real value) => Real.ToDouble(value);

    private static Taped Of(double value, Taped a, double byA) =>
        a.Index == 0 ? value : new Taped(value, Tape.Current.Record(a.Index, byA));

    private static Taped Of(double value, Taped a, double byA, Taped b, double byB) =>
        (a.Index | b.Index) == 0 ? value : new Taped(value, Tape.Current.Record(a.Index, byA, b.Index, byB));
}
