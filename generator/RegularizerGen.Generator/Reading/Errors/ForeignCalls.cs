using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>Calls of functions that people know from elsewhere, of which the compiler can only say that they do not exist or do not take a
/// signal.</summary>
internal static class ForeignCalls
{
    private static readonly string[] Libraries = ["torch", "nn", "F", "functional", "np", "numpy", "tf", "keras", "jnp", "Math", "MathF"];

    /// <summary>What to write instead; null where the compiler's message is all there is to say.</summary>
    public static UnreadableException? Explain(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (NameOf(call.Expression) is not { Identifier.ValueText: { Length: > 0 } name } || model.GetSymbolInfo(call).Symbol is not null)
        {
            return null;
        }

        ExpressionSyntax? receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        INamedTypeSymbol? library = LibraryOf(call, model);
        bool isForeign =
            library is not null ? call.ArgumentList.Arguments.Any(a => IsOfSignals(a.Expression, model))
            : receiver is null ? IsUnknown(call.Expression, model)
            : IsCellMath(receiver, model) || StepTypes.IsOne(model.GetTypeInfo(receiver).Type) ? IsUnknown(call, model)
            : Libraries.Contains(FirstName(receiver)) && IsUnknown(receiver, model);
        if (!isForeign)
        {
            return null;
        }

        string what = $"'{Refusal.Shortened(call.Expression)}'" + (receiver is null ? string.Empty : " of a signal");
        if (receiver is null && library is null && ForeignFunctions.IsInCellMath(name))
        {
            return Refusal.Teaching(
                call.Expression.GetLocation(),
                what,
                $"it is a function of CellMath: write 'using static {KnownNames.CellMath};' at the top of the file",
                FixNames.Function,
                name
            );
        }

        bool takesSignal = receiver is null || !StepTypes.IsOne(model.GetTypeInfo(receiver).Type);
        return ForeignFunctions.InCellMath(name) is { } function
                ? Refusal.Teaching(
                    call.Expression.GetLocation(),
                    what,
                    $"write {function}(…) of CellMath (using static {KnownNames.CellMath})",
                    takesSignal ? FixNames.Function : null,
                    function
                )
            : (ForeignFunctions.InsteadOf(name) ?? (library is null ? null : OwnActivation(library.Name + "." + name))) is { } instead
                ? Refusal.Teaching(call.Expression.GetLocation(), what, instead)
            : null;
    }

    /// <summary>A signal or weight, or a formula of them that does not compile either.</summary>
    private static bool IsOfSignals(ExpressionSyntax argument, SemanticModel model) =>
        StepTypes.IsOne(model.GetTypeInfo(argument).Type)
        || argument is BinaryExpressionSyntax
            && model.GetSymbolInfo(argument).Symbol is null
            && argument.DescendantNodes().OfType<ExpressionSyntax>().Any(e => StepTypes.IsOne(model.GetTypeInfo(e).Type));

    /// <summary>System.Math, System.MathF, or a type of a tensor library, of which the called method is one.</summary>
    private static INamedTypeSymbol? LibraryOf(InvocationExpressionSyntax call, SemanticModel model) =>
        model
            .GetSymbolInfo(call)
            .CandidateSymbols.Concat(model.GetMemberGroup(call.Expression))
            .Select(s => s.ContainingType)
            .FirstOrDefault(t =>
                t is not null
                && (
                    t.ToDisplayString() is "System.Math" or "System.MathF"
                    || t.ToDisplayString().StartsWith("TorchSharp.", System.StringComparison.Ordinal)
                )
            );

    private static string OwnActivation(string function) =>
        $"write a static method double → double of {function}, marked [Activation(Lipschitz = …)], and Map(its name, …)";

    /// <summary>Whether nothing is called so.</summary>
    private static bool IsUnknown(ExpressionSyntax expression, SemanticModel model) =>
        model.GetSymbolInfo(expression) is { Symbol: null, CandidateSymbols.Length: 0 };

    private static bool IsCellMath(ExpressionSyntax receiver, SemanticModel model) =>
        model.GetSymbolInfo(receiver).Symbol?.ToDisplayString() == KnownNames.CellMath;

    private static SimpleNameSyntax? NameOf(ExpressionSyntax called) =>
        called switch
        {
            SimpleNameSyntax name => name,
            MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } member => member.Name,
            _ => null,
        };

    private static string FirstName(ExpressionSyntax receiver)
    {
        while (receiver is MemberAccessExpressionSyntax member)
        {
            receiver = member.Expression;
        }

        return (receiver as SimpleNameSyntax)?.Identifier.ValueText ?? string.Empty;
    }
}
