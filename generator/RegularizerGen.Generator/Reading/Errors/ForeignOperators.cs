using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>Operators between signals and weights that do not exist, and those that do.</summary>
internal static class ForeignOperators
{
    /// <summary>What to write instead; null where the compiler's message is all there is to say.</summary>
    public static UnreadableException? Explain(BinaryExpressionSyntax use, SemanticModel model)
    {
        if (model.GetSymbolInfo(use).Symbol is not null)
        {
            return null;
        }

        ITypeSymbol? left = model.GetTypeInfo(use.Left).Type;
        ITypeSymbol? right = model.GetTypeInfo(use.Right).Type;
        return (use.Kind(), StepTypes.NameOf(left), StepTypes.NameOf(right)) switch
        {
            (SyntaxKind.MultiplyExpression, KnownNames.Signal, KnownNames.Matrix) => Refusal.Teaching(
                use.GetLocation(),
                $"{What()}, a signal times a matrix,",
                $"a matrix acts from the left: write {InFactor(use.Right)} * {InFactor(use.Left)}",
                FixNames.Swap
            ),
            (SyntaxKind.MultiplyExpression, KnownNames.Matrix, _) when IsNumber(right) && use.Right is not ElementAccessExpressionSyntax =>
                Refusal.Teaching(
                    use.GetLocation(),
                    What(),
                    $"a number stands before a matrix: write {InFactor(use.Right)} * {InFactor(use.Left)}",
                    FixNames.Swap
                ),
            (SyntaxKind.MultiplyExpression, KnownNames.Matrix, _) when IsList(use.Right) => Refusal.Teaching(
                use.GetLocation(),
                What(),
                $"a matrix on several signals: write {Refusal.Shortened(use.Left)} * Concat(…)"
            ),
            (SyntaxKind.AddExpression or SyntaxKind.SubtractExpression, KnownNames.Matrix, KnownNames.Signal) => Refusal.Teaching(
                use.GetLocation(),
                $"{What()}, a matrix and a signal in one sum,",
                $"a matrix acts on a signal: write {Refusal.Shortened(use.Left)} * {InFactor(use.Right)}"
            ),
            (SyntaxKind.AddExpression or SyntaxKind.SubtractExpression, KnownNames.Signal, KnownNames.Matrix) => Refusal.Teaching(
                use.GetLocation(),
                $"{What()}, a signal and a matrix in one sum,",
                $"a matrix acts on a signal: write {InFactor(use.Right)} * the signal that it acts on, or declare it as Bias"
            ),
            (SyntaxKind.ExclusiveOrExpression, KnownNames.Signal, _) => Refusal.Teaching(
                use.GetLocation(),
                What(),
                $"write a power as a product: {InFactor(use.Left)} * {InFactor(use.Left)}"
            ),
            (
                SyntaxKind.LessThanExpression
                    or SyntaxKind.LessThanOrEqualExpression
                    or SyntaxKind.GreaterThanExpression
                    or SyntaxKind.GreaterThanOrEqualExpression
                    or SyntaxKind.EqualsExpression
                    or SyntaxKind.NotEqualsExpression,
                var first,
                var second
            ) when first == KnownNames.Signal || second == KnownNames.Signal => Refusal.Teaching(
                use.GetLocation(),
                $"The comparison {What()}",
                "the graph of a step must not depend on values: blend with a gate, z * a + (1 - z) * b, z = Sigmoid(…)"
            ),
            _ => null,
        };

        string What() => $"'{Refusal.Shortened(use)}'";
    }

    private static bool IsNumber(ITypeSymbol? type) =>
        type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double and not SpecialType.System_Decimal;

    /// <summary>(x, h) or [x, h].</summary>
    private static bool IsList(ExpressionSyntax expression) =>
        expression is TupleExpressionSyntax or CollectionExpressionSyntax or ArrayCreationExpressionSyntax;

    /// <summary>As a factor of a product.</summary>
    private static string InFactor(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax ? $"({Refusal.Shortened(expression)})" : Refusal.Shortened(expression);
}
