using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegularizerGen.Generator;

/// <summary>
/// The diagnostics for what has no place in a step. They are the rule: only what is listed by the readers is read, everything else ends
/// here.
/// </summary>
internal static class Refusal
{
    private const string Vocabulary =
        "use +, -, * between signals and weights, functions of CellMath, locals, tuples and private helper methods";

    /// <summary>The diagnostic for a construct that is not read; none where the code is only half typed.</summary>
    public static UnreadableException Of(IOperation operation)
    {
        (string what, string instead) = operation switch
        {
            IConditionalOperation => (
                "A condition",
                "the graph of a step must not depend on values: blend with a gate, z * a + (1 - z) * b"
            ),
            ILoopOperation => ("A loop", "write the repetition out, or put it into a helper method that is called several times"),
            ISwitchOperation or ISwitchExpressionOperation => ("A switch", "the graph of a step must not depend on values"),
            IAnonymousFunctionOperation or IDelegateCreationOperation => ("A lambda", "write a private method instead"),
            IObjectCreationOperation => ("'new'", "build signals from the parameters and weights by operators and functions of CellMath"),
            IPropertyReferenceOperation property => ($"Property '{property.Property.Name}'", "use parameters, fields and locals"),
            IReturnOperation => ("A return without a value", "return the new states"),
            ITryOperation or IThrowOperation => ("An exception", "a step is a formula and cannot fail"),
            _ => (Quoted(operation), Vocabulary),
        };
        return Of(operation, what, instead, operation.Syntax.GetFirstToken().GetLocation());
    }

    /// <summary>A conversion that changes the value, or of which that is not known.</summary>
    public static UnreadableException Of(IConversionOperation conversion)
    {
        return Of(
            conversion,
            $"The conversion of {Quoted(conversion.Operand)} from '{Name(conversion.Operand.Type)}' to '{Name(conversion.Type)}'",
            conversion.OperatorMethod is not null
                ? "what it does is not known; write a private method from signals to signals"
                : "compute with double, or make the operand a const"
        );
    }

    /// <summary>Arithmetic of a number type other than double: it rounds, truncates or wraps.</summary>
    public static UnreadableException Arithmetic(IOperation operation) =>
        Of(
            operation,
            $"The '{operation.Type?.ToDisplayString()}' arithmetic of {Quoted(operation)}",
            "declare its operands as double, or as const so that the compiler computes it"
        );

    /// <summary>An operator that is not one of the vocabulary.</summary>
    public static UnreadableException Operator(IOperation operation, IMethodSymbol method) =>
        Of(
            operation,
            $"The operator of '{method.ContainingType?.Name}' in {Quoted(operation)}",
            "what it does is not known; write a private method from signals to signals"
        );

    /// <summary>A member of an object that is not this cell.</summary>
    public static UnreadableException OtherInstance(IOperation operation, ISymbol member) =>
        Of(
            operation,
            $"'{member.Name}' of another instance",
            $"a step knows the weights of its own cell only; use '{member.Name}' of this cell, or make it static"
        );

    /// <summary>A result that is infinite or not a number.</summary>
    public static UnreadableException NotFinite(IOperation operation) =>
        Of(operation, Quoted(operation), "it is not a finite number; write one that is");

    /// <summary>An assignment that the surrounding method would see.</summary>
    public static UnreadableException Captured(IOperation target, ISymbol symbol) =>
        Of(
            target,
            $"The assignment to '{symbol.Name}' from within a local function",
            "return the new value and assign it where the function is called"
        );

    /// <summary>A local that another name may change.</summary>
    public static UnreadableException Reference(IOperation operation, string name) =>
        Of(operation, $"The reference '{name}'", "declare it without 'ref', as a local of its own");

    /// <summary>A local that is read before it has a value.</summary>
    public static UnreadableException Unassigned(IOperation use, ISymbol symbol) =>
        Of(use, $"'{symbol.Name}', which has no value here,", $"assign '{symbol.Name}' before it is used");

    /// <summary>Any other refusal.</summary>
    public static UnreadableException Of(IOperation operation, string what, string instead, Location? location = null) =>
        IsHalfTyped(operation)
            ? new UnreadableException(null)
            : UnreadableException.At(CellDiagnostics.UnreadableConstruct, location ?? operation.Syntax.GetLocation(), what, instead);

    /// <summary>A type as the user writes it.</summary>
    public static string Name(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";

    /// <summary>Code in quotes, one line of it at most.</summary>
    public static string Quoted(IOperation operation) => $"'{Shortened(operation.Syntax)}'";

    public static string Shortened(SyntaxNode syntax)
    {
        string line = syntax.ToString().Split('\n')[0].Trim();
        return line.Length <= 40 ? line : line.Substring(0, 37) + "...";
    }

    /// <summary>
    /// A missing or misspelt name shows as an invalid operation or an error type somewhere inside: the compiler reports that.
    /// </summary>
    private static bool IsHalfTyped(IOperation operation) =>
        operation.Syntax is IdentifierNameSyntax { Identifier.IsMissing: true }
        || operation.DescendantsAndSelf().Any(o => o is IInvalidOperation || o.Type?.TypeKind == TypeKind.Error);
}
