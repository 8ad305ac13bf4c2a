using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.CodeFixes;

/// <summary>Changes of the signature of a step or an activation.</summary>
internal static class SignatureFixes
{
    /// <summary>(Signal, Signal) as (Signal h, Signal c): the order of the parameters is taken for that of the elements.</summary>
    public static SyntaxNode? NameElements(SyntaxNode root, SyntaxNode node, string names)
    {
        string[] states = names.Split(',');
        if (
            node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType is not TupleTypeSyntax tuple
            || tuple.Elements.Count != states.Length
            || tuple.Elements.Any(e => e.Identifier.RawKind != 0)
        )
        {
            return null;
        }

        SeparatedSyntaxList<TupleElementSyntax> elements = tuple.Elements;
        for (int k = 0; k < states.Length; k++)
        {
            TupleElementSyntax element = elements[k];
            elements = elements.Replace(
                element,
                element
                    .WithType(element.Type.WithTrailingTrivia(SyntaxFactory.Space))
                    .WithIdentifier(SyntaxFactory.ParseToken(Escape(states[k])).WithTrailingTrivia(element.GetTrailingTrivia()))
            );
        }

        return root.ReplaceNode(tuple, tuple.WithElements(elements));
    }

    /// <summary>Lipschitz = 1, which is checked against the formula (RG0015) and then to be corrected.</summary>
    public static SyntaxNode? AddLipschitz(SyntaxNode root, SyntaxNode node, string text)
    {
        AttributeSyntax? mark = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()
            ?.AttributeLists.SelectMany(l => l.Attributes)
            .FirstOrDefault(a => LastName(a.Name) is "Activation" or "ActivationAttribute");
        if (mark is null || mark.ArgumentList?.Arguments.Any(a => a.NameEquals?.Name.Identifier.ValueText == "Lipschitz") == true)
        {
            return null;
        }

        AttributeArgumentListSyntax given = mark.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        AttributeArgumentSyntax constant = (AttributeArgumentSyntax)
            SyntaxFactory.ParseAttributeArgumentList("(Lipschitz = 1)")!.Arguments[0];
        return root.ReplaceNode(
            mark,
            mark.WithArgumentList(
                given.WithArguments(
                    given.Arguments.Count == 0
                        ? SyntaxFactory.SingletonSeparatedList(constant)
                        : SyntaxFactory.SeparatedList(
                            given.Arguments.Prepend(constant),
                            given
                                .Arguments.GetSeparators()
                                .Prepend(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                        )
                )
            )
        );
    }

    private static string LastName(NameSyntax name) =>
        name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => string.Empty,
        };

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
