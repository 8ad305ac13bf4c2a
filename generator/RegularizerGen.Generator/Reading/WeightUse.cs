using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The cell's weights by field, and how each is used.</summary>
internal sealed class WeightUse(Dictionary<ISymbol, Value> weights)
{
    private readonly HashSet<int> used = [];
    private readonly List<(IOperation Use, string Matrix)> concatenations = [];

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

    /// <summary>Numbers the product of a matrix and a concatenation.</summary>
    public int Concatenation(IOperation use, string matrix)
    {
        concatenations.Add((use, matrix));
        return concatenations.Count - 1;
    }

    /// <summary>What is wrong with a concatenation whose size has too many parts.</summary>
    public UnreadableException TooLong(int use, string cell)
    {
        (IOperation operation, string matrix) = concatenations[use];
        return UnreadableException.At(
            CellDiagnostics.TooLarge,
            operation.Syntax.GetLocation(),
            cell,
            $"the columns of '{matrix}' are a sum of more than {ReadingBudget.Text(ModelBuilder.MostParts)} sizes, those of signals that are "
                + "as wide as a concatenation counted one by one; use a matrix of its own for each signal"
        );
    }

    /// <summary>Why no sizes fit.</summary>
    public UnreadableException Of(SizeConflict conflict)
    {
        (IOperation use, string matrix) = concatenations[conflict.Use];
        return UnreadableException.At(
            CellDiagnostics.BadWeight,
            use.Syntax.GetLocation(),
            matrix,
            $"has {conflict.Here} columns here and {conflict.Elsewhere} elsewhere, and no sizes follow from that; use a matrix of its own "
                + "for each"
        );
    }
}
