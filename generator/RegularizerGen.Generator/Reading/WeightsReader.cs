using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using WeightKind = RegularizerGen.Derivation.WeightKind;

namespace RegularizerGen.Generator;

/// <summary>Reads the fields of a cell that are weights.</summary>
internal static class WeightsReader
{
    /// <summary>The weights by field, in the order of declaration within a file, files by path: the same whatever order the compiler saw
    /// them in. Fields that cannot be weights are reported; they follow, so that the step can be read.</summary>
    /// <param name="refused">Names of members that were refused already.</param>
    /// <returns>All of them, and how many are the cell's own weights.</returns>
    public static (Dictionary<ISymbol, Value> Fields, int Own) Read(
        INamedTypeSymbol type,
        ModelBuilder builder,
        IEnumerable<string> refused,
        Mistakes mistakes
    )
    {
        var result = new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        var names = new HashSet<string>(refused, System.StringComparer.Ordinal);
        var standIns = new List<(IFieldSymbol Field, WeightKind Kind)>();
        IEnumerable<IFieldSymbol> fields = type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(f => !f.IsImplicitlyDeclared)
            .OrderBy(f => f.Locations.FirstOrDefault()?.SourceTree?.FilePath, System.StringComparer.Ordinal)
            .ThenBy(f => f.Locations.FirstOrDefault()?.SourceSpan.Start);
        foreach (IFieldSymbol field in fields)
        {
            string kindName = field.Type.ToDisplayString();
            if (KindOf(kindName) is not { } kind)
            {
                continue;
            }

            if (field.IsStatic)
            {
                mistakes.Add(
                    UnreadableException.At(
                        CellDiagnostics.BadWeight,
                        field.Locations[0],
                        field.Name,
                        "is static; weights belong to an instance, so drop 'static'"
                    )
                );
                standIns.Add((field, kind));
            }
            else if (CallMarks.Of(field) is { } mark)
            {
                mistakes.Add(
                    UnreadableException.At(
                        CellDiagnostics.BadWeight,
                        field.Locations[0],
                        field.Name,
                        $"is marked {mark}, so that generated code cannot assign it; drop that attribute"
                    )
                );
                standIns.Add((field, kind));
            }
            else if (field.Name.Length == 0 || !names.Add(field.Name))
            {
                mistakes.Add(new UnreadableException(null)); // half typed, declared twice, or reserved
                standIns.Add((field, kind));
            }
            else
            {
                result.Add(field, new WeightValue(builder.Weight(field.Name, kind), kindName));
            }
        }

        int own = result.Count;
        foreach ((IFieldSymbol field, WeightKind kind) in standIns)
        {
            result.Add(field, new WeightValue(builder.Weight(field.Name, kind), field.Type.ToDisplayString()));
        }

        return (result, own);
    }

    /// <summary>What a type of the vocabulary is as a weight.</summary>
    public static WeightKind? KindOf(string type) =>
        type switch
        {
            KnownNames.Matrix => WeightKind.Matrix,
            KnownNames.Diagonal => WeightKind.Diagonal,
            KnownNames.Bias => WeightKind.Bias,
            KnownNames.Scalar => WeightKind.Scalar,
            _ => null,
        };
}
