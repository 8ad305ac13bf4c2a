using System.Collections.Generic;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>What an expression of the step method stands for while it is read.</summary>
internal abstract record Value;

/// <summary>A signal: a node of the graph being built.</summary>
internal sealed record SignalValue(int Node) : Value;

/// <summary>A weight of the cell.</summary>
internal sealed record WeightValue(int Weight, string Type) : Value;

/// <summary>A matrix computed from weights.</summary>
internal sealed record MatrixValue(IReadOnlyList<DerivedTerm> Terms) : Value;

/// <summary>Signals one below the other, for one matrix to act on.</summary>
internal sealed record ConcatenationValue(IReadOnlyList<int> Signals) : Value;

/// <summary>constant + factor · a trainable scalar.</summary>
internal sealed record ScalarValue(Rational Constant, Rational Factor, int Weight) : Value;

/// <summary>A compile-time constant.</summary>
internal sealed record NumberValue(Rational Number) : Value;

/// <summary>A tuple.</summary>
internal sealed record TupleValue(IReadOnlyList<Value> Items) : Value;
