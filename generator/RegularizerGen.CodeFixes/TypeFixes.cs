using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.CodeFixes;

/// <summary>Changes of the declaration of a type.</summary>
internal static class TypeFixes
{
    /// <summary>partial, which comes last of all modifiers.</summary>
    public static SyntaxNode? AddPartial(SyntaxNode root, SyntaxNode node, string text) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? root.ReplaceNode(type, Partial(type))
            : null;

    /// <summary>class in place of struct, record or record struct; what classes cannot be is dropped.</summary>
    public static SyntaxNode? MakeClass(SyntaxNode root, SyntaxNode node, string text)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not (StructDeclarationSyntax or RecordDeclarationSyntax))
        {
            return null;
        }

        TypeDeclarationSyntax type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        SyntaxToken last = type is RecordDeclarationSyntax { ClassOrStructKeyword: var kind } && kind.RawKind != 0 ? kind : type.Keyword;
        SyntaxToken keyword = SyntaxFactory.Token(type.Keyword.LeadingTrivia, SyntaxKind.ClassKeyword, last.TrailingTrivia);
        SyntaxTokenList modifiers = SyntaxFactory.TokenList(
            type.Modifiers.Where(m => !m.IsKind(SyntaxKind.ReadOnlyKeyword) && !m.IsKind(SyntaxKind.RefKeyword))
        );
        ClassDeclarationSyntax replacement = SyntaxFactory
            .ClassDeclaration(
                type.AttributeLists,
                modifiers,
                keyword,
                type.Identifier,
                type.TypeParameterList,
                type.BaseList,
                type.ConstraintClauses,
                type.OpenBraceToken,
                type.Members,
                type.CloseBraceToken,
                type.SemicolonToken
            )
            .WithParameterList(type.ParameterList);
        return root.ReplaceNode(type, replacement);
    }

    /// <summary>[RecurrentCell] on a line of its own.</summary>
    public static SyntaxNode? AddAttribute(SyntaxNode root, SyntaxNode node, string text)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        AttributeListSyntax list = SyntaxFactory
            .AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("RecurrentCell"))))
            .WithLeadingTrivia(type.GetLeadingTrivia())
            .WithTrailingTrivia(LineBreaks.Of(root));
        TypeDeclarationSyntax bare = type.WithLeadingTrivia(); // what follows new syntax is indented by the editor
        return root.ReplaceNode(type, bare.WithAttributeLists(bare.AttributeLists.Insert(0, list)));
    }

    /// <summary>private readonly Matrix W; in place of a property, whatever its accessors are.</summary>
    public static SyntaxNode? MakeField(SyntaxNode root, SyntaxNode node, string name)
    {
        PropertyDeclarationSyntax? property = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?.Members.OfType<PropertyDeclarationSyntax>()
            .FirstOrDefault(p => p.Identifier.ValueText == name && p.AttributeLists.Count == 0);
        return property is null
            ? null
            : root.ReplaceNode(
                property,
                SyntaxFactory
                    .ParseMemberDeclaration($"private readonly {property.Type.ToString()} {property.Identifier.Text};")!
                    .WithTriviaFrom(property)
            );
    }

    private static TypeDeclarationSyntax Partial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return type.Modifiers.Count > 0
            ? type.WithModifiers(type.Modifiers.Add(partial))
            : type.WithKeyword(type.Keyword.WithLeadingTrivia())
                .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)));
    }
}
