using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace RegularizerGen.Generator;

/// <summary>
/// The diagnostics for what has no place in a step. They are the rule: only what is listed by the readers is read, everything else ends
/// here.
/// </summary>
internal static class Refusal
{
    private const int LongestLine = 200;

    private const string Vocabulary =
        "use +, -, * between signals and weights, functions of CellMath, locals, tuples and private helper methods";

    private const string WholeSignals = "a formula holds for whole signals: make what stands apart an input or a state of its own";

    /// <summary>The diagnostic for a construct that is not read; none where the code is only half typed.</summary>
    public static UnreadableException Of(IOperation operation)
    {
        if (operation is IPropertyReferenceOperation { Property.IsIndexer: false } weight && StepTypes.IsWeight(weight.Type))
        {
            return WeightProperty(weight);
        }

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
            IPropertyReferenceOperation property => Property(property),
            IArrayElementReferenceOperation when StepTypes.IsWeight(operation.Type) => ListOfWeights(operation),
            IFieldReferenceOperation field when StepTypes.IsWeight(field.Type) => ForeignWeight(field),
            IAwaitOperation => ("'await'", "a step is a formula and waits for nothing"),
            ILiteralOperation { Type.SpecialType: SpecialType.System_Decimal } => (
                Quoted(operation),
                "a step computes with double: write it without 'm'"
            ),
            IReturnOperation => ("A return without a value", "return the new states"),
            ITryOperation or IThrowOperation => ("An exception", "a step is a formula and cannot fail"),
            _ => (Quoted(operation), Vocabulary),
        };
        return Of(operation, what, instead, operation.Syntax.GetFirstToken().GetLocation());
    }

    private static (string What, string Instead) Property(IPropertyReferenceOperation property) =>
        property switch
        {
            { Property: { IsIndexer: true, ContainingType: var type } } when type.ToDisplayString() == KnownNames.Signal => (
                $"{Quoted(property)}, an element of a signal,",
                WholeSignals
            ),
            { Property.IsIndexer: true } when StepTypes.IsWeight(property.Type) => ListOfWeights(property),
            { Property.ContainingType: var type } when StepTypes.IsOne(type) => (
                $"Property '{property.Property.Name}'",
                "a step is the same for all sizes: write a constant, or a Scalar weight"
            ),
            _ => ($"Property '{property.Property.Name}'", "use parameters, fields and locals"),
        };

    private static UnreadableException WeightProperty(IPropertyReferenceOperation property)
    {
        string name = property.Property.Name;
        return Teaching(
            property.Syntax.GetFirstToken().GetLocation(),
            $"Property '{name}'",
            $"a weight is a field: write private readonly {Name(property.Type)} {name};",
            ExpressionReader.IsThis(property.Instance) ? FixNames.Field : null,
            name
        );
    }

    private static (string What, string Instead) ListOfWeights(IOperation element) =>
        (
            $"{Quoted(element)}, a weight in a list,",
            $"every weight is a field of its own: write private readonly {Name(element.Type)} W0, W1;"
        );

    /// <summary>A weight that is no field of the cell itself, or is assigned.</summary>
    private static (string What, string Instead) ForeignWeight(IFieldReferenceOperation field) =>
        IsTarget(field)
            ? (
                $"The assignment to the weight '{field.Field.Name}'",
                $"a step leaves weights as they are: declare a local, {Name(field.Type)} {field.Field.Name}Next = …"
            )
            : (
                ExpressionReader.IsThis(field.Instance)
                    ? $"'{field.Field.Name}', inherited from '{field.Field.ContainingType.Name}',"
                    : $"{Quoted(field)}, a weight of another object,",
                $"declare it in the cell itself: private readonly {Name(field.Type)} {field.Field.Name};"
            );

    private static bool IsTarget(IOperation operation)
    {
        while (operation.Parent is ITupleOperation tuple)
        {
            operation = tuple;
        }

        return operation.Parent is IAssignmentOperation assignment && assignment.Target == operation;
    }

    /// <summary>A method of a signal or weight: it is there for tests of a step, not for steps.</summary>
    public static UnreadableException Member(IOperation call, string name) =>
        Of(call, Quoted(call), ForeignFunctions.InsteadOf(name) ?? WholeSignals);

    /// <summary>An element or a part of a signal, in code that may not compile.</summary>
    public static UnreadableException Element(ElementAccessExpressionSyntax access) =>
        Teaching(
            access.GetFirstToken().GetLocation(),
            $"'{Shortened(access)}', {(access.ArgumentList.Arguments is [{ Expression: RangeExpressionSyntax }] ? "a part" : "an element")} "
                + "of a signal,",
            WholeSignals
        );

    /// <summary>A refusal of code that does not compile, with what a code fix needs to know.</summary>
    /// <param name="location">Where it stands.</param>
    /// <param name="what">What cannot be read.</param>
    /// <param name="instead">What to write instead.</param>
    /// <param name="fix">A kind of <see cref="FixNames"/>; null for none.</param>
    /// <param name="text">What belongs to it.</param>
    public static UnreadableException Teaching(Location location, string what, string instead, string? fix = null, string? text = null) =>
        UnreadableException.Fixable(CellDiagnostics.UnreadableConstruct, location, fix, text, what, instead);

    /// <summary>A conversion that changes the value, or of which that is not known.</summary>
    public static UnreadableException Of(IConversionOperation conversion)
    {
        return Of(
            conversion,
            $"The conversion of {Quoted(conversion.Operand)} from '{Name(conversion.Operand.Type)}' to '{Name(conversion.Type)}'",
            conversion.OperatorMethod is not null ? "what it does is not known; write a private method from signals to signals"
                : conversion.Operand.Type?.ToDisplayString() == KnownNames.Signal ? "declare what it is assigned to as Signal"
                : StepTypes.IsWeight(conversion.Operand.Type) ? "a weight acts on a signal: write W * x"
                : conversion.Type?.ToDisplayString() == KnownNames.Signal
                    ? "a number has no length: add it to a signal, or multiply one by it"
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
            member.ContainingType is { } type && ParameterReader.AttributeOf(type, KnownNames.CellAttribute) is not null
                ? "a step knows the weights of its own cell only; write its formula as a private method here, with weights declared here, "
                    + "or stack the two cells by CellStack"
                : $"a step knows the weights of its own cell only; use '{member.Name}' of this cell, or make it static"
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

    /// <summary>The beginning of code: not all of it is looked at, since each part of a long sum may be asked for.</summary>
    public static string Shortened(SyntaxNode syntax)
    {
        var start = new TextSpan(syntax.SpanStart, Math.Min(syntax.Span.Length, LongestLine));
        string line = syntax.SyntaxTree.GetText().ToString(start).Split('\n')[0].Trim();
        return line.Length <= 40 ? line : line.Substring(0, 37) + "...";
    }

    /// <summary>
    /// A missing or misspelt name shows as an invalid operation or an error type somewhere inside, and a missing operator leaves an
    /// expression that is no statement: the compiler reports that.
    /// </summary>
    public static bool IsHalfTyped(IOperation operation) =>
        operation.Syntax is IdentifierNameSyntax { Identifier.IsMissing: true }
        || IsNoStatement((operation as IExpressionStatementOperation)?.Operation)
        || operation.DescendantsAndSelf().Any(o => o is IInvalidOperation || o.Type?.TypeKind == TypeKind.Error);

    /// <summary>An expression that C# does not take for a statement.</summary>
    private static bool IsNoStatement(IOperation? operation) =>
        operation
            is ILocalReferenceOperation
                or IParameterReferenceOperation
                or IMemberReferenceOperation
                or ILiteralOperation
                or IUnaryOperation
                or IBinaryOperation;
}
