using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>Settles the named sizes after unification: one per class of equal sizes, named after its signals.</summary>
internal sealed class DimensionTable
{
    private readonly Func<int, int> find;
    private readonly Dictionary<int, int> numbers = [];

    public DimensionTable(
        Func<int, int> find,
        IReadOnlyList<(string Name, int Dimension)> inputs,
        IReadOnlyList<(string Name, int Dimension)> states,
        IReadOnlyList<(string Name, WeightKind Kind, int Rows, int Columns)> weights
    )
    {
        this.find = find;
        var roots = new List<int>();
        foreach (
            int dimension in inputs
                .Concat(states)
                .Select(s => s.Dimension)
                .Concat(weights.SelectMany(w => new[] { w.Rows, w.Columns }))
                .Where(d => d >= 0)
        )
        {
            if (!numbers.ContainsKey(find(dimension)))
            {
                numbers.Add(find(dimension), roots.Count);
                roots.Add(find(dimension));
            }
        }

        HashSet<int> stateSizes = [.. states.Select(s => find(s.Dimension))];
        bool oneStateSize = stateSizes.Count == 1;
        bool oneInputSize = inputs.Select(i => find(i.Dimension)).Where(d => !stateSizes.Contains(d)).Distinct().Count() == 1;
        Models = roots.Select(Describe).ToEquatableArray();

        DimensionModel Describe(int root)
        {
            (string Name, int Dimension)[] signals = [.. inputs.Concat(states).Where(s => find(s.Dimension) == root)];
            (string Name, int Dimension)[] own = [.. states.Where(s => find(s.Dimension) == root)];
            string parameter =
                own.Length > 0 ? (oneStateSize ? "units" : own[0].Name + "Units")
                : signals.Length > 0 ? (oneInputSize ? "inputs" : signals[0].Name + "Inputs")
                : weights.First(w => find(w.Rows) == root || find(w.Columns) == root) is var weight && find(weight.Rows) == root
                    ? weight.Name + "Rows"
                : weight.Name + "Columns";
            string symbol = signals.Length > 0 ? signals[0].Name.ToUpperInvariant() : parameter;
            return new DimensionModel(symbol, parameter, signals.Select(s => s.Name).ToEquatableArray());
        }
    }

    public EquatableArray<DimensionModel> Models { get; }

    /// <summary>Number of the settled dimension.</summary>
    public int Number(int dimension) =>
        dimension < 0 ? -1
        : numbers.TryGetValue(find(dimension), out int number) ? number
        : -1;
}
