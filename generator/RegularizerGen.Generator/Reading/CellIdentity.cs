using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Where a cell stands: what a generated file needs to reopen it, and its name among all cells.</summary>
internal static class CellIdentity
{
    /// <summary>Namespace of the cell; empty for the global one.</summary>
    public static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : string.Empty;

    /// <summary>Full metadata name with arity, types around it included: no two cells of a project have the same.</summary>
    public static string FullNameOf(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = outer.MetadataName + "." + name;
        }

        string space = NamespaceOf(type);
        return space.Length == 0 ? name : space + "." + name;
    }

    /// <summary>Declarations of the types around it, outermost first; constraints may be left out of a part.</summary>
    public static EquatableArray<string> ContainingTypesOf(INamedTypeSymbol type)
    {
        var declarations = new Stack<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string kind = outer switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            string arguments =
                outer.TypeParameters.Length == 0
                    ? string.Empty
                    : "<" + string.Join(", ", outer.TypeParameters.Select(p => CellNames.Escape(p.Name))) + ">";
            declarations.Push($"partial {kind} {CellNames.Escape(outer.Name)}{arguments}");
        }

        return declarations.ToEquatableArray();
    }

    /// <summary>
    /// The part of the cell that stands for all: a class may carry the attribute on several parts, but is generated once. The choice does
    /// not depend on the order of the files.
    /// </summary>
    public static bool IsFirst(INamedTypeSymbol type, SyntaxNode part) =>
        type.GetAttributes()
            .Where(a => a.AttributeClass?.ToDisplayString() == KnownNames.CellAttribute)
            .Select(a => a.ApplicationSyntaxReference)
            .OfType<SyntaxReference>()
            .OrderBy(r => r.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(r => r.Span.Start)
            .FirstOrDefault()
            is not { } first
        || (first.SyntaxTree == part.SyntaxTree && part.FullSpan.Contains(first.Span));
}
