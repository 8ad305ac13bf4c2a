using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator;

/// <summary>The cell's weights by field, and how each is used.</summary>
internal sealed class WeightUse(Dictionary<ISymbol, Value> weights)
{
    private readonly HashSet<int> used = [];
    private readonly Dictionary<int, int> parts = [];

    /// <summary>The weights that did not occur, by number.</summary>
    public IEnumerable<(ISymbol Field, int Weight)> Unused =>
        weights.Select(w => (w.Key, ((WeightValue)w.Value).Weight)).Where(w => !used.Contains(w.Weight));

    /// <summary>The weight of a field; null where it is none.</summary>
    public Value? Find(IFieldSymbol field)
    {
        if (weights.TryGetValue(field, out Value? weight))
        {
            used.Add(((WeightValue)weight).Weight);
        }

        return weight;
    }

    /// <summary>A matrix acts either on single signals or on concatenations of one number of parts.</summary>
    public void ActsOn(int weight, int count, IOperation use)
    {
        if (parts.TryGetValue(weight, out int before) && before != count)
        {
            throw UnreadableException.At(
                CellDiagnostics.BadWeight,
                use.Syntax.GetLocation(),
                NameOf(weight),
                $"acts on {count} part(s) here and on {before} elsewhere; use a matrix of its own for each"
            );
        }

        parts[weight] = count;
    }

    private string NameOf(int weight) => weights.First(w => ((WeightValue)w.Value).Weight == weight).Key.Name;
}
