using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;

namespace RegularizerGen.Stacks;

/// <summary>
/// Layers of recurrent cells as one cell: its states are those of all layers, and the input of a layer is the output of the one below at
/// the same step. Whatever goes through a step goes through the stack.
/// </summary>
internal sealed class StackedCore : CellCore
{
    private readonly IReadOnlyList<CellCore> layers;
    private readonly IReadOnlyList<LayerNumbers> numbers;

    /// <param name="layers">From the first layer up; above it, cells of one input.</param>
    /// <param name="prefixes">By layer, what stands before the names of its signals, states and sizes.</param>
    /// <exception cref="ArgumentException">A layer does not fit on the one below.</exception>
    public StackedCore(IReadOnlyList<CellCore> layers, IReadOnlyList<string> prefixes)
        : this(layers, new StackedDefinition([.. layers.Select(l => l.Definition)], prefixes)) { }

    private StackedCore(IReadOnlyList<CellCore> layers, StackedDefinition definition)
        : base(definition.Facts, [.. layers.SelectMany(l => l.Sizes.Take(l.Definition.Sizes.Count))]) =>
        (this.layers, numbers) = (layers, definition.Numbers);

    /// <inheritdoc/>
    public override void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results)
    {
        TValue[] own = ArrayPool<TValue>.Shared.Rent(sources.Length);
        TValue[] found = ArrayPool<TValue>.Shared.Rent(results.Length);
        sources[..Inputs.Count].CopyTo(own);
        int inputs = Inputs.Count;
        int state = 0;
        for (int layer = 0; layer < layers.Count; layer++)
        {
            int count = layers[layer].States.Count;
            sources.Slice(Inputs.Count + state, count).CopyTo(own.AsSpan(inputs));
            layers[layer]
                .Run<Renumbered<TDomain, TValue>, TValue>(
                    new(domain, numbers[layer]),
                    own.AsSpan(0, inputs + count),
                    found.AsSpan(0, count + 1)
                );
            found.AsSpan(0, count).CopyTo(results[state..]);
            own[0] = found[count];
            inputs = 1;
            state += count;
        }

        results[^1] = own[0];
        ArrayPool<TValue>.Shared.Return(own, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>());
        ArrayPool<TValue>.Shared.Return(found, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>());
    }

    /// <summary>Not for a stack: scalar bounds follow layers through <see cref="StackBound"/>.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override StepBound<TNumber> CreateBound<TNumber>(WeightSlot[] slots, BoundRules rules, int horizon) =>
        throw new NotSupportedException($"Scalar bounds of a stack are those of {nameof(StackBound)}.");

    /// <summary>A calculus to which a layer's numbers are told as the stack's.</summary>
    private readonly struct Renumbered<TDomain, TValue>(TDomain domain, LayerNumbers numbers) : IStepDomain<TValue>
        where TDomain : IStepDomain<TValue>
    {
        private readonly TDomain domain = domain;

        public TValue Sum(int node, ReadOnlySpan<Term<TValue>> terms)
        {
            Term<TValue>[] renumbered = ArrayPool<Term<TValue>>.Shared.Rent(terms.Length);
            for (int k = 0; k < terms.Length; k++)
            {
                Term<TValue> term = terms[k];
                int weight = term.Weight < 0 ? term.Weight : numbers.Weights[term.Weight];
                renumbered[k] = term.HasSignal ? new(term.Coefficient, weight, term.Signal) : new(term.Coefficient, weight);
            }

            TValue sum = domain.Sum(numbers.Signals[node], renumbered.AsSpan(0, terms.Length));
            ArrayPool<Term<TValue>>.Shared.Return(renumbered, RuntimeHelpers.IsReferenceOrContainsReferences<Term<TValue>>());
            return sum;
        }

        public TValue Product(int node, TValue u, TValue v) => domain.Product(numbers.Signals[node], u, v);

        public TValue Blend(int node, TValue z, TValue a, TValue b, bool isGate) => domain.Blend(numbers.Signals[node], z, a, b, isGate);

        public TValue Apply<TActivation>(int node, TValue v)
            where TActivation : IActivation => domain.Apply<TActivation>(numbers.Signals[node], v);
    }
}
