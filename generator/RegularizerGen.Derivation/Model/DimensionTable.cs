using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>Settles the named sizes after unification: first the free ones, one per class of equal sizes, named after its signals, then
/// those that are sums of them.</summary>
internal sealed class DimensionTable
{
    private readonly Func<int, IEnumerable<int>> partsOf;
    private readonly Dictionary<int, int> numbers = [];
    private readonly Dictionary<EquatableArray<int>, int> sums = [];
    private readonly List<DimensionModel> models;

    /// <param name="partsOf">The free sizes that add up to a size.</param>
    /// <param name="inputs">Names and sizes of the inputs.</param>
    /// <param name="states">Names and sizes of the states.</param>
    /// <param name="weights">The weights with their sizes.</param>
    public DimensionTable(
        Func<int, IEnumerable<int>> partsOf,
        IReadOnlyList<(string Name, int Dimension)> inputs,
        IReadOnlyList<(string Name, int Dimension)> states,
        IReadOnlyList<(string Name, WeightKind Kind, int Rows, int Columns)> weights
    )
    {
        this.partsOf = partsOf;
        int[][] used =
        [
            .. inputs
                .Concat(states)
                .Select(s => s.Dimension)
                .Concat(weights.SelectMany(w => new[] { w.Rows, w.Columns }))
                .Where(d => d >= 0)
                .Select(d => partsOf(d).ToArray()),
        ];
        int[] free = [.. used.Where(parts => parts.Length == 1).Select(parts => parts[0]).Distinct()];
        for (int k = 0; k < free.Length; k++)
        {
            numbers.Add(free[k], k);
        }

        HashSet<int> stateSizes = [.. states.Select(s => Alone(s.Dimension)).Where(d => d >= 0)];
        bool oneStateSize = stateSizes.Count == 1;
        bool oneInputSize = inputs.Select(i => Alone(i.Dimension)).Where(d => d >= 0 && !stateSizes.Contains(d)).Distinct().Count() == 1;
        models = [.. free.Select(Describe)];
        foreach (int[] parts in used.Where(parts => parts.Length > 1))
        {
            Sum(parts);
        }

        int Alone(int dimension) => dimension >= 0 && partsOf(dimension).ToArray() is [int only] ? only : -1;

        DimensionModel Describe(int root)
        {
            (string Name, int Dimension)[] signals = [.. inputs.Concat(states).Where(s => Alone(s.Dimension) == root)];
            (string Name, int Dimension)[] own = [.. states.Where(s => Alone(s.Dimension) == root)];
            string parameter =
                own.Length > 0 ? (oneStateSize ? "units" : own[0].Name + "Units")
                : signals.Length > 0 ? (oneInputSize ? "inputs" : signals[0].Name + "Inputs")
                : weights.First(w => Alone(w.Rows) == root || Alone(w.Columns) == root) is var weight && Alone(weight.Rows) == root
                    ? weight.Name + "Rows"
                : weight.Name + "Columns";
            string symbol = signals.Length > 0 ? signals[0].Name.ToUpperInvariant() : parameter;
            return new DimensionModel(symbol, parameter, signals.Select(s => s.Name).ToEquatableArray(), default);
        }
    }

    /// <summary>All sizes, those that are sums last.</summary>
    public EquatableArray<DimensionModel> Models => models.ToEquatableArray();

    /// <summary>Number of the settled size; -1 for none.</summary>
    public int Number(int dimension) => dimension < 0 ? -1 : Sum([.. partsOf(dimension)]);

    /// <summary>A sum of sizes as people read it.</summary>
    public string Text(IEnumerable<int> dimensions) =>
        string.Join(" + ", dimensions.SelectMany(partsOf).Select(p => models[Math.Max(Sum([p]), 0)].Symbol));

    private int Sum(int[] parts)
    {
        if (parts.Length == 1)
        {
            return numbers.TryGetValue(parts[0], out int number) ? number : -1;
        }

        // Sizes of stand-ins for what could not be read are nowhere else.
        int[] free = [.. parts.Select(p => numbers.TryGetValue(p, out int number) ? number : 0)];
        EquatableArray<int> key = free.OrderBy(p => p).ToEquatableArray();
        if (!sums.TryGetValue(key, out int sum))
        {
            sums.Add(key, sum = models.Count);
            models.Add(
                new DimensionModel(
                    string.Join(" + ", free.Select(p => models[p].Symbol)),
                    string.Join(" + ", free.Select(p => models[p].Parameter)),
                    default,
                    key
                )
            );
        }

        return sum;
    }
}
