using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// What the signatures of a cell's generated code rest on: sizes, weights, inputs and states. The step is left out: every state stays as it
/// is.
/// </summary>
internal static class SkeletonModel
{
    /// <summary>The model without its step.</summary>
    public static CellModel Of(CellModel model) => Of(model, model.Weights.Count(w => !w.IsDerived));

    /// <summary>
    /// What a step returns has the sizes of its states: by name where all are found, else by position, because the names may be what is
    /// wrong.
    /// </summary>
    /// <param name="builder">What was read so far.</param>
    /// <param name="returned">What the step returns.</param>
    /// <param name="names">Names of the elements of the returned tuple.</param>
    /// <param name="states">Names and nodes of the states.</param>
    public static void Relate(
        ModelBuilder builder,
        Value returned,
        IReadOnlyList<string> names,
        IReadOnlyList<(string Name, int Node)> states
    )
    {
        Value[] items = returned is TupleValue tuple ? [.. tuple.Items] : [returned];
        bool byName = names.Count == items.Length && states.All(s => names.Contains(s.Name));
        int first = items.Length - states.Count;
        for (int k = 0; k < states.Count; k++)
        {
            int place = byName ? names.TakeWhile(n => n != states[k].Name).Count() : first + k;
            if (place >= 0 && items[place] is SignalValue signal)
            {
                builder.Add(1, states[k].Node, 1, signal.Node);
            }
        }
    }

    /// <summary>The model of what could be read.</summary>
    /// <param name="builder">What was read so far.</param>
    /// <param name="weights">The cell's own weights by number, and whether what was read uses them.</param>
    /// <param name="inputs">Nodes of the inputs that were read.</param>
    /// <param name="states">Nodes of the states that were read.</param>
    public static CellModel Of(
        ModelBuilder builder,
        IReadOnlyList<UnreadWeight> weights,
        IReadOnlyList<int> inputs,
        IReadOnlyList<int> states
    )
    {
        int x = inputs.Count > 0 ? inputs[0] : builder.Input("x", bound: null, scale: 1);
        int[] all = states.Count > 0 ? [.. states] : [builder.State("h")];
        foreach (UnreadWeight weight in weights.Where(w => !w.IsUsed))
        {
            Guess(builder, weight, x, all[0]);
        }

        CellModel model = builder.Build(all, all[0]);
        int[] lone = [.. Enumerable.Range(0, all.Length).Where(k => IsLone(model, model.States[k].Dimension, weights.Count))];
        int kin = Enumerable.Range(0, all.Length).FirstOrDefault(k => !lone.Contains(k));
        foreach (int state in lone)
        {
            builder.Add(1, all[state], 1, all[kin]);
        }

        return Of(builder.Build(all, all[0]), weights.Count);
    }

    /// <summary>Nothing that was read says more of a size: it is that of the other states, as in most cells.</summary>
    private static bool IsLone(CellModel model, int dimension, int own) =>
        model.Dimensions[dimension].Signals.Count == 1 && !model.Weights.Take(own).Any(w => SizesOf(model, w).Contains(dimension));

    /// <summary>The sizes of a weight, with those that add up to them.</summary>
    private static IEnumerable<int> SizesOf(CellModel model, WeightModel weight) =>
        new[] { weight.Rows, weight.Columns }.Where(d => d >= 0).SelectMany(d => model.PartsOf(d).Append(d));

    /// <summary>A weight that what was read does not use: by the field's convention W acts on the input and U on the state.</summary>
    private static void Guess(ModelBuilder builder, UnreadWeight weight, int input, int state)
    {
        if (weight.Kind == WeightKind.Scalar)
        {
            return;
        }

        int source = weight.Kind == WeightKind.Matrix && weight.Name.StartsWith("W", System.StringComparison.Ordinal) ? input : state;
        int result = weight.Kind == WeightKind.Bias ? builder.Bias(weight.Number) : builder.Times(weight.Number, source);
        builder.Add(1, result, 1, state);
    }

    private static CellModel Of(CellModel model, int own)
    {
        WeightModel[] weights = [.. model.Weights.Take(own)];
        int[] used =
        [
            .. model
                .States.Select(s => s.Dimension)
                .Concat(model.Inputs.Select(i => i.Dimension))
                .SelectMany(d => model.PartsOf(d).Append(d))
                .Concat(weights.SelectMany(w => SizesOf(model, w)))
                .Distinct()
                .OrderBy(d => d),
        ];
        int Number(int dimension) => dimension < 0 ? -1 : System.Array.IndexOf(used, dimension);
        NodeModel Source(Operator kind, string name, int dimension, int index) =>
            new(kind.Name, name, Number(dimension), index, default, default, default, User: null);

        return new CellModel(
            used.Select(d => model.Dimensions[d])
                .Select(d => d with { Parts = d.Parts.Select(Number).ToEquatableArray() })
                .ToEquatableArray(),
            weights.Select(w => w with { Rows = Number(w.Rows), Columns = Number(w.Columns) }).ToEquatableArray(),
            model
                .Inputs.Select((i, k) => Source(OperatorTable.Input, i.Name, i.Dimension, k))
                .Concat(model.States.Select((s, k) => Source(OperatorTable.State, s.Name, s.Dimension, k)))
                .ToEquatableArray(),
            model.Inputs.Select(i => i with { Dimension = Number(i.Dimension) }).ToEquatableArray(),
            model.States.Select((s, k) => s with { Dimension = Number(s.Dimension), Next = model.Inputs.Count + k }).ToEquatableArray(),
            Output: model.Inputs.Count
        );
    }
}

/// <summary>A weight of a cell that could not be read.</summary>
internal sealed record UnreadWeight(string Name, WeightKind Kind, int Number, bool IsUsed);
