using System;

namespace RegularizerGen.Domains;

/// <summary>
/// A calculus that works signal by signal: it says what sums, products, blends and activations do to its values. The step of a cell is
/// emitted once, generically (<see cref="ICellStep"/>), and runs in every domain: execution, ranges and movement unit by unit, sets.
/// </summary>
/// <remarks>Every call carries the number of its signal, its position in <see cref="ICellStep.Widths"/>: a domain may keep memory per
/// signal.</remarks>
/// <typeparam name="TValue">What the domain keeps of a signal.</typeparam>
public interface IStepDomain<TValue>
{
    /// <summary>The sum of terms coefficient · weight · signal.</summary>
    TValue Sum(int node, ReadOnlySpan<Term<TValue>> terms);

    /// <summary>The Hadamard product u ∘ v.</summary>
    TValue Product(int node, TValue u, TValue v);

    /// <summary>The blend z∘a + (1-z)∘b.</summary>
    /// <param name="node">Number of the signal.</param>
    /// <param name="z">The gate.</param>
    /// <param name="a">What it weighs.</param>
    /// <param name="b">What its complement weighs.</param>
    /// <param name="isGate">Whether all values of z are known to lie in [0, 1]; else that depends on the weights.</param>
    TValue Blend(int node, TValue z, TValue a, TValue b, bool isGate);

    /// <summary>φ(v), element by element.</summary>
    /// <typeparam name="TActivation">φ.</typeparam>
    TValue Apply<TActivation>(int node, TValue v)
        where TActivation : IActivation;
}

/// <summary>One term of a sum: coefficient · weight · signal, where weight or signal or both may be absent.</summary>
/// <typeparam name="TValue">What the domain keeps of a signal.</typeparam>
public readonly struct Term<TValue>
{
    /// <summary>coefficient · weight · signal: a matrix or diagonal that acts on the signal, or a trainable scalar.</summary>
    public Term(Constant coefficient, int weight, TValue signal) =>
        (Coefficient, Weight, Signal, HasSignal) = (coefficient, weight, signal, true);

    /// <summary>coefficient · signal.</summary>
    public Term(Constant coefficient, TValue signal) => (Coefficient, Weight, Signal, HasSignal) = (coefficient, -1, signal, true);

    /// <summary>coefficient · bias, or a trainable scalar that is added to every element.</summary>
    public Term(Constant coefficient, int bias) => (Coefficient, Weight, Signal) = (coefficient, bias, default!);

    /// <summary>A constant.</summary>
    public Term(Constant constant) => (Coefficient, Weight, Signal) = (constant, -1, default!);

    /// <summary>The coefficient.</summary>
    public Constant Coefficient { get; }

    /// <summary>Number of the weight; -1 for none.</summary>
    public int Weight { get; }

    /// <summary>The signal, where there is one.</summary>
    public TValue Signal { get; }

    /// <summary>Whether there is a signal.</summary>
    public bool HasSignal { get; }
}
