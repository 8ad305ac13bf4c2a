using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>
/// Code that does not compile is the compiler's to report. Of a few patterns it cannot know what is meant, because it does not know what
/// a step is: these are explained. All else is taken for half typed, and nothing is said of it.
/// </summary>
internal static class CompilerErrors
{
    /// <summary>More of them in one method say nothing that these do not.</summary>
    private const int Most = 20;

    /// <summary>What is known of the errors in the body of a method.</summary>
    public static IEnumerable<UnreadableException> Explained(IOperation body) => All(body).Take(Most);

    private static IEnumerable<UnreadableException> All(IOperation body)
    {
        if (body.SemanticModel is not { } model || !Refusal.IsHalfTyped(body))
        {
            yield break;
        }

        foreach (SyntaxNode node in body.Syntax.DescendantNodes())
        {
            UnreadableException? mistake = node switch
            {
                InvocationExpressionSyntax call => ForeignCalls.Explain(call, model),
                BinaryExpressionSyntax use => ForeignOperators.Explain(use, model),
                ElementAccessExpressionSyntax access when IsSignal(access.Expression, model) => Refusal.Element(access),
                ArgumentListSyntax { Arguments: var arguments } => MissingOperator(arguments, model),
                _ => null,
            };
            if (mistake is not null)
            {
                yield return mistake;
            }
        }
    }

    /// <summary>A matrix and a signal side by side, as in a formula on paper: the parser takes them for two arguments.</summary>
    private static UnreadableException? MissingOperator(SeparatedSyntaxList<ArgumentSyntax> arguments, SemanticModel model)
    {
        for (int k = 0; k < arguments.SeparatorCount; k++)
        {
            if (
                arguments.GetSeparator(k).IsMissing
                && arguments[k].Expression is var before
                && (before is BinaryExpressionSyntax sum ? sum.Right : before) is IdentifierNameSyntax weight
                && StepTypes.IsOne(model.GetTypeInfo(weight).Type)
                && arguments[k + 1].Expression.GetFirstToken() is { IsMissing: false, ValueText: var signal }
            )
            {
                return Refusal.Teaching(
                    weight.GetLocation(),
                    $"'{weight} {signal}'",
                    $"a product is written with an operator: {weight} * {signal}"
                );
            }
        }

        return null;
    }

    private static bool IsSignal(ExpressionSyntax expression, SemanticModel model) =>
        StepTypes.NameOf(model.GetTypeInfo(expression).Type) == KnownNames.Signal;
}
