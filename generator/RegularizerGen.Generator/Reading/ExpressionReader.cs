using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Reads expressions: operators between signals, weights and constants, functions of CellMath, helpers, tuples and assignments. It accepts
/// what is known to be equal to execution, by explicit lists (here, in <see cref="OperatorReader"/>, <see cref="ConversionReader"/> and
/// <see cref="CallReader"/>), and refuses the rest.
/// </summary>
internal sealed class ExpressionReader
{
    private readonly StepReader step;
    private readonly WeightUse weights;
    private readonly ReadingBudget budget;
    private readonly OperatorReader operators;
    private readonly ConversionReader conversions;
    private readonly CallReader calls;

    public ExpressionReader(StepReader step, ModelBuilder builder, WeightUse weights, SharedSizes sizes, ReadingBudget budget)
    {
        this.step = step;
        this.weights = weights;
        this.budget = budget;
        operators = new OperatorReader(builder, weights, sizes);
        conversions = new ConversionReader(builder);
        calls = new CallReader(step, builder, this, operators, budget);
    }

    public Value Read(IOperation operation, Dictionary<ISymbol, Value> scope)
    {
        budget.Enter(operation);
        try
        {
            return budget.Check(ReadOne(operation, scope), operation);
        }
        finally
        {
            budget.Leave();
        }
    }

    private Value ReadOne(IOperation operation, Dictionary<ISymbol, Value> scope)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && operation.Type?.TypeKind != TypeKind.Enum)
        {
            return NumberValue.Of(constant) ?? throw (constant is double or float ? Refusal.NotFinite(operation) : Refusal.Of(operation));
        }

        return operation switch
        {
            ILocalReferenceOperation { IsDeclaration: false } local => Lookup(local.Local, scope, local),
            IParameterReferenceOperation parameter => Lookup(parameter.Parameter, scope, parameter),
            IFieldReferenceOperation field => Field(field, scope),
            IPropertyReferenceOperation property when property.Property.ContainingType.ToDisplayString() == KnownNames.Matrix =>
                MatrixProperty(property, scope),
            IConversionOperation conversion => conversions.Read(conversion, Read(conversion.Operand, scope)),
            IUnaryOperation unary => Unary(unary, scope),
            IBinaryOperation binary => Binary(binary, scope),
            IInvocationOperation call => Call(call, scope),
            ITupleOperation tuple => new TupleValue(tuple.Elements.Select(e => Read(e, scope)).ToEquatableArray()),
            IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Read(deconstruction.Value, scope), scope),
            ISimpleAssignmentOperation { IsRef: false } assignment => Assign(assignment.Target, Read(assignment.Value, scope), scope),
            ICompoundAssignmentOperation compound => Compound(compound, scope),
            _ => throw Refusal.Of(operation),
        };
    }

    /// <summary>The value as a variable of the given type holds it.</summary>
    public Value Fit(ITypeSymbol type, Value value, IOperation use) => conversions.Fit(type, value, use);

    private static Value Lookup(ISymbol symbol, Dictionary<ISymbol, Value> scope, IOperation use) =>
        scope.TryGetValue(symbol, out Value? value) ? value
        : symbol is ILocalSymbol ? throw Refusal.Unassigned(use, symbol)
        : use.Type?.SpecialType == SpecialType.System_Double
            ? throw UnreadableException.At(CellDiagnostics.NotConstant, use.Syntax.GetLocation(), symbol.Name)
        : throw Refusal.Of(use);

    private Value Field(IFieldReferenceOperation field, Dictionary<ISymbol, Value> scope)
    {
        if (weights.Find(field.Field) is { } weight)
        {
            return IsThis(field.Instance) ? weight : throw Refusal.OtherInstance(field, field.Field);
        }

        // An element of a tuple, by name or by position.
        if (field.Instance is { } instance && field.Field.ContainingType.IsTupleType && Read(instance, scope) is TupleValue tuple)
        {
            IFieldSymbol wanted = field.Field.CorrespondingTupleField ?? field.Field;
            int position = field
                .Field.ContainingType.TupleElements.ToList()
                .FindIndex(e => SymbolEqualityComparer.Default.Equals(e.CorrespondingTupleField ?? e, wanted));
            return position >= 0 ? tuple.Items[position] : throw Refusal.Of(field);
        }

        throw field.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32
            ? UnreadableException.At(CellDiagnostics.NotConstant, field.Syntax.GetLocation(), field.Field.Name)
            : Refusal.Of(field);
    }

    /// <summary>Whether a member is one of this cell's own object (or static).</summary>
    public static bool IsThis(IOperation? instance) =>
        instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    private MatrixValue MatrixProperty(IPropertyReferenceOperation property, Dictionary<ISymbol, Value> scope) =>
        property.Property.Name switch
        {
            "Identity" => MatrixReader.Identity,
            "Transpose" when property.Instance is { } instance && MatrixReader.TermsOf(Read(instance, scope)) is { } terms =>
                operators.Matrices.Transpose(terms),
            _ => throw Refusal.Of(property),
        };

    private Value Call(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        budget.Count(call);
        return calls.Read(call, scope);
    }

    private Value Unary(IUnaryOperation unary, Dictionary<ISymbol, Value> scope)
    {
        budget.Count(unary);
        OperatorReader.Require(unary, unary.OperatorMethod, unary.IsLifted);
        return operators.Unary(unary, Read(unary.Operand, scope));
    }

    /// <summary>Operators in a row, a + b + c, nest to the left: they are read one by one, so that any number of them is no
    /// depth.</summary>
    private Value Binary(IBinaryOperation binary, Dictionary<ISymbol, Value> scope)
    {
        var row = new Stack<IBinaryOperation>();
        IOperation first = binary;
        while (first is IBinaryOperation { ConstantValue.HasValue: false } next)
        {
            budget.Count(next);
            OperatorReader.Require(next, next.OperatorMethod, next.IsLifted);
            row.Push(next);
            first = next.LeftOperand;
        }

        Value value = Read(first, scope);
        while (row.Count > 0)
        {
            IBinaryOperation next = row.Pop();
            Value right = Read(next.RightOperand, scope);
            value = budget.Check(operators.Binary(next, next.OperatorKind, next.OperatorMethod, value, right), next);
        }

        return value;
    }

    /// <summary>a op= b, where neither a nor the result is converted on the way.</summary>
    private Value Compound(ICompoundAssignmentOperation compound, Dictionary<ISymbol, Value> scope)
    {
        if (!compound.GetInConversion().IsIdentity || !compound.GetOutConversion().IsIdentity)
        {
            throw Refusal.Arithmetic(compound);
        }

        budget.Count(compound);
        OperatorReader.Require(compound, compound.OperatorMethod, compound.IsLifted);
        Value before = Read(compound.Target, scope);
        Value after = operators.Binary(compound, compound.OperatorKind, compound.OperatorMethod, before, Read(compound.Value, scope));
        return Assign(compound.Target, after, scope);
    }

    private Value Assign(IOperation target, Value value, Dictionary<ISymbol, Value> scope)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                return step.Assign(local.Local, local.Local.Type, value, local, scope);
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter:
                return step.Assign(parameter.Parameter, parameter.Parameter.Type, value, parameter, scope);
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value, scope);
            case IDiscardOperation:
                return value;
            case ITupleOperation tuple when value is TupleValue items && items.Items.Count == tuple.Elements.Length:
                return new TupleValue(tuple.Elements.Zip(items.Items, (element, item) => Assign(element, item, scope)).ToEquatableArray());
            default:
                throw Refusal.Of(target);
        }
    }
}
