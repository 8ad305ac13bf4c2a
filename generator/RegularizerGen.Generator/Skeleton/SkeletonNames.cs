using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Leaves members out of a skeleton whose names the cell has taken, and then those that mention them.</summary>
internal static class SkeletonNames
{
    public static TypeDeclarationSyntax Without(TypeDeclarationSyntax type, EquatableArray<string> names)
    {
        var missing = new HashSet<string>(names, StringComparer.Ordinal);
        SyntaxNode[] dropped;
        do
        {
            dropped = [.. type.Members.Where(m => missing.Contains(NameOf(m)) || Mentioned(m).Any(missing.Contains))];
            missing.UnionWith(dropped.Cast<MemberDeclarationSyntax>().Select(NameOf));
            type = type.RemoveNodes(dropped, SyntaxRemoveOptions.KeepNoTrivia) ?? type;
        } while (dropped.Length > 0);

        return type;
    }

    private static string NameOf(MemberDeclarationSyntax member) =>
        member switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            ConstructorDeclarationSyntax => ".ctor",
            _ => string.Empty,
        };

    /// <summary>Names that stand alone, and so may be those of members of the cell.</summary>
    private static IEnumerable<string> Mentioned(MemberDeclarationSyntax member) =>
        member
            .DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(n => n.Parent is not QualifiedNameSyntax and not AliasQualifiedNameSyntax and not MemberAccessExpressionSyntax)
            .Select(n => n.Identifier.ValueText);
}
