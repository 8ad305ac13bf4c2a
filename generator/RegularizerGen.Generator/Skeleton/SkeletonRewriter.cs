using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RegularizerGen.Generator;

/// <summary>Keeps of a type what others see: private members go, and every body becomes an exception that says why there is none.</summary>
internal sealed class SkeletonRewriter(string message)
{
    private readonly LiteralExpressionSyntax text = LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(message));

    private ThrowExpressionSyntax Throw =>
        ThrowExpression(
            Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space),
            ParseExpression($"new global::System.NotSupportedException({text})")
        );

    /// <summary>The type without what is private and without bodies.</summary>
    public TypeDeclarationSyntax Strip(TypeDeclarationSyntax type) =>
        type.WithMembers(List(type.Members.Where(IsSeen).Select(member => WithoutComments(Strip(member)))));

    private static bool IsSeen(MemberDeclarationSyntax member) =>
        member.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.ProtectedKeyword));

    private static MemberDeclarationSyntax WithoutComments(MemberDeclarationSyntax member) =>
        member.WithLeadingTrivia(member.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));

    private MemberDeclarationSyntax Strip(MemberDeclarationSyntax member) =>
        member switch
        {
            TypeDeclarationSyntax nested => Strip(nested),
            FieldDeclarationSyntax field => field.WithDeclaration(
                field.Declaration.WithVariables(
                    SeparatedList(field.Declaration.Variables.Select(v => v.WithInitializer(v.Initializer?.WithValue(text))))
                )
            ),
            PropertyDeclarationSyntax { AccessorList: { } accessors } property
                when accessors.Accessors.Any(a => a.Keyword.IsKind(SyntaxKind.InitKeyword) || a.Keyword.IsKind(SyntaxKind.SetKeyword)) =>
                property,
            PropertyDeclarationSyntax property => property
                .WithAccessorList(null)
                .WithInitializer(null)
                .WithExpressionBody(Arrow())
                .WithSemicolonToken(End()),
            MethodDeclarationSyntax method => method.WithBody(null).WithExpressionBody(Arrow()).WithSemicolonToken(End()),
            ConstructorDeclarationSyntax constructor => constructor
                .WithInitializer(constructor.Initializer is { } call ? Refuse(call) : null)
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(
                    Block(List<StatementSyntax>([.. Assignments(constructor), ParseStatement($" {Throw}; ")])).WithTrailingTrivia(LineFeed)
                ),
            _ => member,
        };

    private ArrowExpressionClauseSyntax Arrow() =>
        ArrowExpressionClause(Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space), Throw);

    private static SyntaxToken End() => Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(LineFeed);

    /// <summary>The weights are assigned: fields that never are would be warned of (CS0649).</summary>
    private static IEnumerable<StatementSyntax> Assignments(ConstructorDeclarationSyntax constructor) =>
        constructor.ParameterList.Parameters is [{ Type: GenericNameSyntax { Identifier.ValueText: "View" } }]
            ? constructor.Body?.Statements.Where(IsOfOwnMember) ?? []
            : [];

    private static bool IsOfOwnMember(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax target } }
        && target.Expression.IsKind(SyntaxKind.ThisExpression);

    /// <summary>The call of the base constructor fails at its first argument, before anything of it runs.</summary>
    private ConstructorInitializerSyntax Refuse(ConstructorInitializerSyntax call) =>
        call.IsKind(SyntaxKind.ThisConstructorInitializer)
            ? call
            : call.WithArgumentList(
                ArgumentList(
                    SeparatedList(
                        call.ArgumentList.Arguments.Select(
                            (_, k) => Argument(ParseExpression(k == 0 ? $"false ? default! : {Throw}" : "default!"))
                        )
                    )
                )
            );
}
