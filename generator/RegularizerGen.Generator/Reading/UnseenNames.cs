using System;
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

    /// <summary>Reports the first such name in the step; or else the first in the cell that another generator wrote, since all but the
    /// step may use what is generated for the cell; or else the cell, as with operators.</summary>
    public static Diagnostic Report(INamedTypeSymbol type, HashSet<SyntaxTree> seen, Compilation compiled, CancellationToken cancellation)
    {
        IEnumerable<ISymbol> steps = type.GetMembers()
            .Where(member => ParameterReader.AttributeOf(member, KnownNames.StepAttribute) is not null);
        SimpleNameSyntax? name =
            steps.SelectMany(Names).FirstOrDefault(used => IsDeclaredIn(used, file => !seen.Contains(file)))
            ?? Names(type).FirstOrDefault(used => IsDeclaredIn(used, file => !seen.Contains(file) && !MemberNames.IsGenerated(file)));
        return Diagnostic.Create(
            CellDiagnostics.UnseenName,
            name?.GetLocation() ?? type.Locations.FirstOrDefault(),
            type.Name,
            name is null ? "something that is generated" : $"'{name.Identifier.ValueText}', which is generated"
        );

        IEnumerable<SimpleNameSyntax> Names(ISymbol symbol) =>
            symbol
                .DeclaringSyntaxReferences.Where(part => seen.Contains(part.SyntaxTree))
                .SelectMany(part => part.GetSyntax(cancellation).DescendantNodes().OfType<SimpleNameSyntax>());

        bool IsDeclaredIn(SimpleNameSyntax used, Func<SyntaxTree, bool> files) =>
            compiled.GetSemanticModel(used.SyntaxTree).GetSymbolInfo(used, cancellation).Symbol is { } symbol
            && symbol.OriginalDefinition.DeclaringSyntaxReferences is { Length: > 0 } places
            && places.All(place => files(place.SyntaxTree));
    }
}
