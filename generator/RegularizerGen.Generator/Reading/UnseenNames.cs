using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>No generator sees what generators write: a cell that uses it is compiled to something else than was read.</summary>
internal static class UnseenNames
{
    /// <summary>Whether the cell as it is compiled is another one than that of which code was generated, or has mistakes where it seemed
    /// half typed.</summary>
    public static bool Matter(ReadResult generated, ReadResult compiled) =>
        compiled.Source is { } now
            ? !(generated.Source is { } then && then.Model.Equals(now.Model) && then.Step.Equals(now.Step))
            : generated is { Source: null, Diagnostics.Count: 0 } && compiled.Diagnostics.Count > 0;

    /// <summary>Reports the first such name in the cell; the cell where it has none, as with operators.</summary>
    public static Diagnostic Report(INamedTypeSymbol type, HashSet<SyntaxTree> seen, Compilation compiled, CancellationToken cancellation)
    {
        SimpleNameSyntax? name = type
            .DeclaringSyntaxReferences.Where(part => seen.Contains(part.SyntaxTree))
            .SelectMany(part => part.GetSyntax(cancellation).DescendantNodes().OfType<SimpleNameSyntax>())
            .FirstOrDefault(IsUnseen);
        return Diagnostic.Create(
            CellDiagnostics.UnseenName,
            name?.GetLocation() ?? type.Locations.FirstOrDefault(),
            type.Name,
            name is null ? "something that is generated" : $"'{name.Identifier.ValueText}', which is generated"
        );

        bool IsUnseen(SimpleNameSyntax used) =>
            compiled.GetSemanticModel(used.SyntaxTree).GetSymbolInfo(used, cancellation).Symbol is { } symbol
            && symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: > 0 } places
            && !places.Any(place => seen.Contains(place.SyntaxTree));
    }
}
