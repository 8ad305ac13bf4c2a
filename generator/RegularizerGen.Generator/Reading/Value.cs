using System;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>What an expression of the step method stands for while it is read. Compared by content: helpers are read once for equal
/// values.</summary>
internal abstract record Value;

/// <summary>A signal: a node of the graph being built.</summary>
internal sealed record SignalValue(int Node) : Value;

/// <summary>A weight of the cell.</summary>
internal sealed record WeightValue(int Weight, string Type) : Value;

/// <summary>A matrix computed from weights.</summary>
internal sealed record MatrixValue(EquatableArray<DerivedTerm> Terms) : Value;

/// <summary>Signals one below the other, for one matrix to act on.</summary>
internal sealed record ConcatenationValue(EquatableArray<int> Signals) : Value;

/// <summary>constant + factor · a trainable scalar.</summary>
internal sealed record ScalarValue(Rational Constant, Rational Factor, int Weight) : Value;

/// <summary>A number that is known when the step is read, of the C# type that it has there: its arithmetic is that of this type.</summary>
internal sealed record NumberValue(object Constant) : Value
{
    /// <summary>The number as C# converts it to double.</summary>
    public double Double => Convert.ToDouble(Constant, CultureInfo.InvariantCulture);

    /// <summary>The number as a coefficient.</summary>
    public Rational Number => Rational.FromDouble(Double);

    /// <summary>A compile-time constant as a number; null where it is none, or not finite.</summary>
    public static NumberValue? Of(object? constant) =>
        constant switch
        {
            double value => IsFinite(value) ? new NumberValue(value) : null,
            float value => IsFinite(value) ? new NumberValue(value) : null,
            int or long or short or byte or sbyte or ushort or uint or ulong => new NumberValue(constant),
            _ => null,
        };

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}

/// <summary>A tuple.</summary>
internal sealed record TupleValue(EquatableArray<Value> Items) : Value
{
    /// <summary>Number of elements, with those of tuples within.</summary>
    public int Size { get; } = Items.Sum(i => i is TupleValue inner ? inner.Size : 1);
}
