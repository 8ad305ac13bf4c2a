using System;
using System.Collections.Generic;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Sets.Nodes;

/// <summary>A signal of the step as sets go through it. One class per operator says all that they do: its range, and its bounds that are
/// linear in its arguments.</summary>
/// <param name="number">Number of the signal.</param>
/// <param name="arguments">Numbers of the signals that it is made of.</param>
internal abstract class SetNode(int number, params int[] arguments)
{
    /// <summary>Number of the signal.</summary>
    public int Number { get; } = number;

    /// <summary>Numbers of the signals that it is made of.</summary>
    public IReadOnlyList<int> Arguments { get; } = arguments;

    /// <summary>Arguments whose ranges decide how tight its linear bounds are.</summary>
    public virtual IEnumerable<int> Ranged => Arguments;

    /// <summary>Whether nothing narrows its range beyond what those of its arguments say: it is a monotone function of one.</summary>
    public virtual bool HasExactRange => false;

    /// <summary>What its bounds rest on without proof, as a sentence; null for nothing.</summary>
    public virtual string? Assumption => null;

    /// <summary>Whether it is a function without negative values, as gates are.</summary>
    public virtual bool IsGate => false;

    /// <summary>How many non-linear operators follow each other up to it: its arguments' ranges are known before its own.</summary>
    public int Level { get; set; }

    /// <summary>Cuts its range at a step by those of its arguments.</summary>
    public abstract void Enclose(SetRanges ranges, int step);

    /// <summary>Adds its derivative at a step with respect to a source, from those of its arguments.</summary>
    /// <param name="ranges">All ranges.</param>
    /// <param name="step">The step.</param>
    /// <param name="of">The derivative of an argument; null where it does not depend on the source.</param>
    /// <param name="own">What to add to.</param>
    public abstract void AddDerivative(SetRanges ranges, int step, Func<int, IntervalMatrix?> of, IntervalMatrix own);
}
