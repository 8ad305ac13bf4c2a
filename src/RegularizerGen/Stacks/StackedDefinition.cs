using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;

namespace RegularizerGen.Stacks;

/// <summary>The facts of a stack as one cell: of all layers, their numbers one after the other.</summary>
internal sealed class StackedDefinition
{
    private readonly IReadOnlyList<CellDefinition> layers;
    private readonly IReadOnlyList<string> prefixes;
    private readonly List<SignalDefinition> signals = [];

    /// <param name="layers">From the first layer up.</param>
    /// <param name="prefixes">By layer, what stands before the names of its signals, states and sizes.</param>
    public StackedDefinition(IReadOnlyList<CellDefinition> layers, IReadOnlyList<string> prefixes)
    {
        (this.layers, this.prefixes) = (layers, prefixes);
        var numbers = new List<LayerNumbers>();
        for (int layer = 0; layer < layers.Count; layer++)
        {
            CellDefinition[] below = [.. layers.Take(layer)];
            int weights = below.Sum(Own);
            int derived = layers.Sum(Own) + below.Sum(l => l.Weights.Count - Own(l));
            var own = new LayerNumbers(
                new int[layers[layer].Signals.Count],
                [.. layers[layer].Weights.Select(w => w.Terms.Count == 0 ? weights++ : derived++)],
                layers[layer].Sizes.Count,
                below.Sum(l => l.Sizes.Count),
                layers.Sum(l => l.Sizes.Count) + below.Sum(l => l.Sums.Count)
            );
            Number(layer, own, layer == 0 ? -1 : numbers[^1].Signals[layers[layer - 1].Output]);
            numbers.Add(own);
        }

        Numbers = numbers;
        Facts = Compose();
    }

    /// <summary>By layer, what its numbers are here.</summary>
    public IReadOnlyList<LayerNumbers> Numbers { get; }

    public CellDefinition Facts { get; }

    private static int Own(CellDefinition layer) => layer.Weights.Count(w => w.Terms.Count == 0);

    /// <summary>Numbers the signals of a layer; those that are new are added to the list.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="numbers">Receives the numbers.</param>
    /// <param name="below">The signal that is its input; negative for the first layer, whose inputs are those of the stack.</param>
    private void Number(int layer, LayerNumbers numbers, int below)
    {
        CellDefinition own = layers[layer];
        for (int k = 0; k < own.Signals.Count; k++)
        {
            SignalDefinition signal = own.Signals[k];
            bool isInput = own.Inputs.Any(i => i.Signal == k);
            if (isInput && below >= 0)
            {
                numbers.Signals[k] = below;
                continue;
            }

            numbers.Signals[k] = signals.Count;
            signals.Add(signal with { Name = isInput ? signal.Name : prefixes[layer] + signal.Name, Size = numbers.Size(signal.Size) });
        }
    }

    private CellDefinition Compose()
    {
        (CellDefinition Own, LayerNumbers Numbers, string Prefix, int Layer)[] all =
        [
            .. layers.Select((l, k) => (l, Numbers[k], prefixes[k], k)),
        ];
        CellDefinition top = layers[^1];
        int states = layers.Sum(l => l.States.Count);
        return new CellDefinition
        {
            Name = string.Join(", ", layers.Select(l => l.Name)),
            Sizes = [.. all.SelectMany(l => l.Own.Sizes.Select(s => l.Prefix + s))],
            Sums = [.. all.SelectMany(l => l.Own.Sums.Select(s => (IReadOnlyList<int>)[.. s.Select(l.Numbers.Size)]))],
            Signals = signals,
            Inputs = [.. layers[0].Inputs.Select(i => i with { Signal = Numbers[0].Signals[i.Signal] })],
            States = [.. all.SelectMany(l => l.Own.States.Select(s => State(l.Own, l.Numbers, l.Prefix, s, isFirst: l.Layer == 0)))],
            Weights =
            [
                .. all.SelectMany(l => l.Own.Weights.Where(w => w.Terms.Count == 0).Select(w => Weight(l.Numbers, l.Prefix, w))),
                .. all.SelectMany(l => l.Own.Weights.Where(w => w.Terms.Count > 0).Select(w => Weight(l.Numbers, l.Prefix, w))),
            ],
            Output = Numbers[^1].Signals[top.Output],
            OutputRow = states - top.States.Count + top.OutputRow,
            Assumptions = [.. layers.SelectMany(l => l.Assumptions).Distinct()],
        };
    }

    /// <summary>What a layer above the first declares to be invariant holds for inputs within the bound that it declares, which outputs
    /// below need not keep: it counts only where no bound is declared.</summary>
    private static StateDefinition State(CellDefinition own, LayerNumbers numbers, string prefix, StateDefinition state, bool isFirst) =>
        state with
        {
            Name = prefix + state.Name,
            Signal = numbers.Signals[state.Signal],
            Next = numbers.Signals[state.Next],
            IsInvariant = state.IsInvariant && (isFirst || own.Inputs.All(i => double.IsPositiveInfinity(i.Bound))),
        };

    private static WeightDefinition Weight(LayerNumbers numbers, string prefix, WeightDefinition weight) =>
        weight with
        {
            Name = prefix + weight.Name,
            Rows = numbers.Size(weight.Rows),
            Columns = numbers.Size(weight.Columns),
            Terms = [.. weight.Terms.Select(numbers.Term)],
        };
}
