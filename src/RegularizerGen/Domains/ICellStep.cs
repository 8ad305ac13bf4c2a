using System;
using System.Collections.Generic;

namespace RegularizerGen.Domains;

/// <summary>The step of a cell of given sizes, for the values of any domain. Generated code implements it.</summary>
public interface ICellStep
{
    /// <summary>Width of every signal, by its number: the inputs, then whatever the step computes and starts from, in the order of the
    /// printed equations.</summary>
    IReadOnlyList<int> Widths { get; }

    /// <summary>The states, in order.</summary>
    IReadOnlyList<StateFacts> States { get; }

    /// <summary>The inputs, in order.</summary>
    IReadOnlyList<InputFacts> Inputs { get; }

    /// <summary>One step.</summary>
    /// <param name="domain">The calculus.</param>
    /// <param name="sources">The inputs, then the previous states.</param>
    /// <param name="results">Receives the new states, then the output.</param>
    /// <typeparam name="TDomain">The calculus.</typeparam>
    /// <typeparam name="TValue">What it keeps of a signal.</typeparam>
    void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results)
        where TDomain : IStepDomain<TValue>;
}

/// <summary>An input of the step.</summary>
/// <param name="Node">Number of its signal.</param>
/// <param name="Bound">Declared bound of |x|; infinite where none is declared.</param>
/// <param name="Scale">Size of its disturbance relative to the common one.</param>
public readonly record struct InputFacts(int Node, double Bound, double Scale);

/// <summary>A state of the step.</summary>
/// <param name="Node">Number of its signal.</param>
/// <param name="Min">Lower end of its range before the first step, or at every step where it is invariant.</param>
/// <param name="Max">Upper end.</param>
/// <param name="IsInvariant">Whether the range is declared to hold at every step.</param>
public readonly record struct StateFacts(int Node, Constant Min, Constant Max, bool IsInvariant);
