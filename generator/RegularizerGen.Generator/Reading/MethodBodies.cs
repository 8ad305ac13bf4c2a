using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>The bodies of methods as operations; each is bound once. The compiler binds expressions recursively, on the caller's stack, so
/// that the depth of the syntax is looked at first.</summary>
internal sealed class MethodBodies(Compilation compilation, ReadingBudget budget, Recovery recovery, CancellationToken cancellation)
{
    /// <summary>A call within a call is three levels of syntax.</summary>
    private const int DeepestSyntax = 3 * ReadingBudget.Nesting;

    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Dictionary<ISymbol, IOperation> bodies = new(SymbolEqualityComparer.Default);

    /// <summary>The files of which bodies were bound.</summary>
    public IReadOnlyCollection<SyntaxTree> Trees => [.. models.Keys]; // without the models, which would keep the compilation

    /// <summary>The body of a method (of the part that has it).</summary>
    public IOperation Of(IMethodSymbol method)
    {
        if (!bodies.TryGetValue(method, out IOperation? operation))
        {
            operation = Bind(method);
            bodies.Add(method, operation);
            recovery.Note(CompilerErrors.Explained(operation));
        }

        return operation;
    }

    /// <summary>The first expression or block below a node that is nested deeper than the compiler can be trusted to bind; null for
    /// none. Operators in a row, a + b + c, nest to the left, and are bound one by one.</summary>
    public static SyntaxNode? TooDeep(SyntaxNode root)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>([(root, 0)]);
        while (open.Count > 0)
        {
            (SyntaxNode node, int depth) = open.Pop();
            if (depth > DeepestSyntax)
            {
                return node;
            }

            SyntaxNode? inARow = node is BinaryExpressionSyntax { Left: BinaryExpressionSyntax left } ? left : null;
            foreach (SyntaxNode child in node.ChildNodes())
            {
                open.Push((child, child == inARow ? depth : depth + 1));
            }
        }

        return null;
    }

    private IOperation Bind(IMethodSymbol method)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        SyntaxNode body =
            declaration switch
            {
                BaseMethodDeclarationSyntax member => (SyntaxNode?)member.Body ?? member.ExpressionBody,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
                _ => null,
            } ?? throw new UnreadableException(null);

        // The method around a local function is bound as a whole: its depth was looked at already.
        if (TooDeep(body) is { } deep)
        {
            throw budget.TooDeep(deep);
        }

        if (!models.TryGetValue(body.SyntaxTree, out SemanticModel? model))
        {
            model = compilation.GetSemanticModel(body.SyntaxTree);
            models.Add(body.SyntaxTree, model);
        }

        try
        {
            return model.GetOperation(body, cancellation) ?? throw new UnreadableException(null);
        }
        catch (InsufficientExecutionStackException)
        {
            throw budget.TooDeep(body);
        }
    }
}
