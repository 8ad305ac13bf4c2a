using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.CodeFixes;

/// <summary>Changes of an expression of a step.</summary>
internal static class ExpressionFixes
{
    private const string CellMath = "RegularizerGen.CellMath";

    /// <summary>f(…) of another library, or without its using, as a function of CellMath.</summary>
    public static SyntaxNode? CallCellMath(SyntaxNode root, SyntaxNode node, string function) =>
        node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
        && root is CompilationUnitSyntax
        && root.ReplaceNode(call.Expression, SyntaxFactory.IdentifierName(function).WithTriviaFrom(call.Expression))
            is CompilationUnitSyntax changed
            ? WithUsing(changed)
            : null;

    /// <summary>x * W as W * x, with parentheses where a factor is a formula.</summary>
    public static SyntaxNode? Exchange(SyntaxNode root, SyntaxNode node, string text) =>
        node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is { RawKind: (int)SyntaxKind.MultiplyExpression } product
            ? root.ReplaceNode(
                product,
                product
                    .WithLeft(Factor(product.Right).WithTriviaFrom(product.Left))
                    .WithRight(Factor(product.Left).WithTriviaFrom(product.Right))
            )
            : null;

    private static ExpressionSyntax Factor(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax or ConditionalExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia())
            : expression;

    /// <summary>With the using of CellMath after the others, unless the file or a namespace in it has it.</summary>
    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax file)
    {
        if (
            file.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<UsingDirectiveSyntax>()
                .Any(u => u.StaticKeyword.RawKind != 0 && u.NamespaceOrType.ToString() is CellMath or "global::" + CellMath)
        )
        {
            return file;
        }

        SyntaxTrivia end = LineBreaks.Of(file);
        UsingDirectiveSyntax added = SyntaxFactory
            .UsingDirective(SyntaxFactory.ParseName(CellMath))
            .WithStaticKeyword(SyntaxFactory.Token(SyntaxKind.StaticKeyword))
            .NormalizeWhitespace()
            .WithTrailingTrivia(end);
        if (file.Usings.Count > 0)
        {
            return file.WithUsings(file.Usings.Add(added));
        }

        SyntaxTriviaList before = file.GetLeadingTrivia();
        return file.WithLeadingTrivia()
            .WithUsings(SyntaxFactory.SingletonList(added.WithLeadingTrivia(before).WithTrailingTrivia(end, end)));
    }
}
