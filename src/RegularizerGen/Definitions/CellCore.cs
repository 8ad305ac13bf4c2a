using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Definitions;

/// <summary>A cell of given sizes as the runtime sees it: its facts, its step for the values of any domain, and its scalar bound. All
/// that is emitted of a cell besides its public signatures.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CellCore : ICellStep
{
    /// <summary>Fixes the sizes.</summary>
    /// <exception cref="ArgumentException">A size is less than 1 or too large; the message names it.</exception>
    protected CellCore(CellDefinition definition, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(sizes);
        definition.Require(sizes);
        Definition = definition;
        sizes = definition.Complete(sizes);
        Sizes = sizes;
        Weights = [.. definition.Weights.Select(w => w.Spec(sizes))];
        Widths = [.. definition.Signals.Select(s => sizes[s.Size])];
        Inputs = [.. definition.Inputs.Select(i => new InputFacts(i.Signal, i.Bound, i.Scale))];
        InputWidths = [.. Inputs.Select(i => Widths[i.Node])];
        InputWidth = InputWidths.Sum();
        States = [.. definition.States.Select(s => new StateFacts(s.Signal, s.Min, s.Max, s.IsInvariant))];
        OwnWeights = definition.Weights.Count(w => w.Terms.Count == 0);
        ParameterCount = definition.ParameterCount(sizes);
    }

    /// <summary>The facts that do not depend on the sizes.</summary>
    public CellDefinition Definition { get; }

    /// <summary>The sizes, those that are sums of others last.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The weights, those derived from others last.</summary>
    public IReadOnlyList<WeightSpec> Weights { get; }

    /// <summary>Number of weights that are no matrices derived from others.</summary>
    public int OwnWeights { get; }

    /// <summary>Number of trainable parameters.</summary>
    public int ParameterCount { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Widths { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StateFacts> States { get; }

    /// <inheritdoc/>
    public IReadOnlyList<InputFacts> Inputs { get; }

    /// <summary>Width of every input.</summary>
    public IReadOnlyList<int> InputWidths { get; }

    /// <summary>Width of all inputs together: that of a row of what the passes take.</summary>
    public int InputWidth { get; }

    /// <summary>Width of the output.</summary>
    public int OutputWidth => Widths[Definition.Output];

    /// <inheritdoc/>
    public abstract void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results)
        where TDomain : IStepDomain<TValue>;

    /// <summary>The scalar bound of a step over measured weights.</summary>
    /// <param name="slots">What was measured.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="horizon">Number of steps that it remembers.</param>
    /// <typeparam name="TNumber">Its numbers.</typeparam>
    public abstract StepBound<TNumber> CreateBound<TNumber>(WeightSlot[] slots, BoundRules rules, int horizon)
        where TNumber : unmanaged, IBoundNumber<TNumber>;

    /// <summary>The inputs with the bounds that options give them, else their declared ones.</summary>
    /// <exception cref="ArgumentException">A name is that of no input.</exception>
    internal BoundedInput[] Bounded(double? all, IReadOnlyDictionary<string, double>? named) =>
        [
            .. InputBounds
                .Of(Definition, all, named, i => i.Bound)
                .Select((bound, k) => new BoundedInput(bound, InputWidths[k], Inputs[k].Scale)),
        ];
}
