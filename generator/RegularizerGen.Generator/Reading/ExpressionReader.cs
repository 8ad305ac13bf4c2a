using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Reads expressions: operators between signals, weights and constants, functions of CellMath, helpers, tuples and assignments.</summary>
internal sealed class ExpressionReader(StepReader step, ModelBuilder builder, Dictionary<ISymbol, Value> weights)
{
    private readonly MatrixReader matrices = new(builder);
    private readonly Dictionary<int, int> partsOfWeights = [];

    public Value Read(IOperation operation, Dictionary<ISymbol, Value> scope)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && Number(constant) is { } number)
        {
            return number;
        }

        return operation switch
        {
            ILocalReferenceOperation local => Lookup(local.Local, scope, local),
            IParameterReferenceOperation parameter => Lookup(parameter.Parameter, scope, parameter),
            IFieldReferenceOperation field => Field(field, scope),
            IPropertyReferenceOperation property when property.Property.ContainingType.ToDisplayString() == KnownNames.Matrix => MatrixProperty(property, scope),
            IParenthesizedOperation parenthesized => Read(parenthesized.Operand, scope),
            IConversionOperation conversion => Read(conversion.Operand, scope),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus => Negate(Read(minus.Operand, scope), minus),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus } plus => Read(plus.Operand, scope),
            IBinaryOperation binary => Combine(binary.OperatorKind, Read(binary.LeftOperand, scope), Read(binary.RightOperand, scope), binary),
            IInvocationOperation call => Call(call, scope),
            ITupleOperation tuple => new TupleValue([.. tuple.Elements.Select(e => Read(e, scope))]),
            IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Read(deconstruction.Value, scope), scope),
            ISimpleAssignmentOperation assignment => Assign(assignment.Target, Read(assignment.Value, scope), scope),
            ICompoundAssignmentOperation compound => Assign(compound.Target, Combine(compound.OperatorKind, Read(compound.Target, scope), Read(compound.Value, scope), compound), scope),
            _ => throw Unreadable(operation),
        };
    }

    /// <summary>The diagnostic for a construct that has no place in a step; none where the code is only half typed.</summary>
    public static UnreadableException Unreadable(IOperation operation)
    {
        // A missing or misspelt name shows as an invalid operation or an error type somewhere inside: the compiler reports that.
        if (operation.DescendantsAndSelf().Any(o => o is IInvalidOperation || o.Type?.TypeKind == TypeKind.Error))
        {
            return new UnreadableException(null);
        }

        (string what, string instead) = operation switch
        {
            IConditionalOperation => ("A condition", "the graph of a step must not depend on values: blend with a gate, z * a + (1 - z) * b"),
            ILoopOperation => ("A loop", "write the repetition out, or put it into a helper method that is called several times"),
            ISwitchOperation or ISwitchExpressionOperation => ("A switch", "the graph of a step must not depend on values"),
            IAnonymousFunctionOperation or IDelegateCreationOperation => ("A lambda", "write a private method instead"),
            IObjectCreationOperation => ("'new'", "build signals from the parameters and weights by operators and functions of CellMath"),
            IPropertyReferenceOperation property => ($"Property '{property.Property.Name}'", "use parameters, fields and locals"),
            IReturnOperation => ("A return without a value", "return the new states"),
            ITryOperation or IThrowOperation => ("An exception", "a step is a formula and cannot fail"),
            _ => ($"'{Shortened(operation.Syntax.ToString())}'", "use +, -, * between signals and weights, functions of CellMath, locals, tuples and private helper methods"),
        };
        return UnreadableException.At(CellDiagnostics.UnreadableConstruct, operation.Syntax.GetFirstToken().GetLocation(), what, instead);
    }

    private static string Shortened(string text)
    {
        string line = text.Split('\n')[0].Trim();
        return line.Length <= 40 ? line : line.Substring(0, 37) + "...";
    }

    private static NumberValue? Number(object constant) => constant switch
    {
        double value when !double.IsNaN(value) && !double.IsInfinity(value) => new NumberValue(Rational.FromDouble(value)),
        float value when !float.IsNaN(value) && !float.IsInfinity(value) => new NumberValue(Rational.Parse(value.ToString("R", CultureInfo.InvariantCulture))),
        int or long or short or byte or sbyte or ushort or uint => new NumberValue(Rational.Parse(Convert.ToString(constant, CultureInfo.InvariantCulture))),
        _ => null,
    };

    private static Value Lookup(ISymbol symbol, Dictionary<ISymbol, Value> scope, IOperation use) =>
        scope.TryGetValue(symbol, out Value? value) ? value
        : use.Type?.SpecialType == SpecialType.System_Double ? throw UnreadableException.At(CellDiagnostics.NotConstant, use.Syntax.GetLocation(), symbol.Name)
        : throw new UnreadableException(null); // Not assigned yet: the compiler says so.

    private Value Field(IFieldReferenceOperation field, Dictionary<ISymbol, Value> scope)
    {
        if (weights.TryGetValue(field.Field, out Value? weight))
        {
            step.UsedWeights.Add(((WeightValue)weight).Weight);
            return weight;
        }

        // An element of a tuple, by name or by position.
        if (field.Instance is { } instance && field.Field.ContainingType.IsTupleType && Read(instance, scope) is TupleValue tuple)
        {
            IFieldSymbol wanted = field.Field.CorrespondingTupleField ?? field.Field;
            int position = field.Field.ContainingType.TupleElements.ToList().FindIndex(e => SymbolEqualityComparer.Default.Equals(e.CorrespondingTupleField ?? e, wanted));
            return position >= 0 ? tuple.Items[position] : throw Unreadable(field);
        }

        throw field.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32
            ? UnreadableException.At(CellDiagnostics.NotConstant, field.Syntax.GetLocation(), field.Field.Name)
            : Unreadable(field);
    }

    private MatrixValue MatrixProperty(IPropertyReferenceOperation property, Dictionary<ISymbol, Value> scope) => property.Property.Name switch
    {
        "Identity" => MatrixReader.Identity,
        "Transpose" when property.Instance is { } instance && MatrixReader.TermsOf(Read(instance, scope)) is { } terms => matrices.Transpose(terms),
        _ => throw Unreadable(property),
    };

    private Value Negate(Value value, IOperation use) => value switch
    {
        ScalarValue or WeightValue { Type: KnownNames.Scalar } when Affine(value) is { } s => new ScalarValue(-s.Constant, -s.Factor, s.Weight),
        MatrixValue or WeightValue { Type: KnownNames.Matrix } => MatrixReader.Scale(-1, MatrixReader.TermsOf(value)!),
        NumberValue number => new NumberValue(-number.Number),
        _ => new SignalValue(builder.Scale(-1, Signal(value, use), 0)),
    };

    private Value Combine(BinaryOperatorKind kind, Value a, Value b, IOperation use)
    {
        if (use.Type?.ToDisplayString() is KnownNames.Matrix or KnownNames.IdentityMatrix)
        {
            return CombineMatrices(kind, a, b) ?? throw Unreadable(use);
        }

        if (use.Type?.ToDisplayString() == KnownNames.Scalar)
        {
            return CombineScalars(kind, a, b) ?? throw Unreadable(use);
        }

        switch (kind, a, b)
        {
            case (BinaryOperatorKind.Multiply, ScalarValue scalar, _):
                return new SignalValue(Scaled(scalar, Signal(b, use)));
            case (BinaryOperatorKind.Multiply, _, ScalarValue scalar):
                return new SignalValue(Scaled(scalar, Signal(a, use)));
            case (BinaryOperatorKind.Multiply, WeightValue { Type: KnownNames.Matrix } weight, ConcatenationValue joined):
                CheckParts(weight.Weight, joined.Signals.Count, use);
                return new SignalValue(builder.TimesConcatenation(weight.Weight, joined.Signals));
            case (BinaryOperatorKind.Multiply, MatrixValue matrix, _):
                return new SignalValue(builder.Times(matrices.Weight(matrix), Signal(b, use)));
            case (BinaryOperatorKind.Add, NumberValue x, NumberValue y):
                return new NumberValue(x.Number + y.Number);
            case (BinaryOperatorKind.Subtract, NumberValue x, NumberValue y):
                return new NumberValue(x.Number - y.Number);
            case (BinaryOperatorKind.Multiply, NumberValue x, NumberValue y):
                return new NumberValue(x.Number * y.Number);
            case (BinaryOperatorKind.Divide, _, NumberValue { Number.IsZero: true }):
                throw UnreadableException.At(CellDiagnostics.UnreadableConstruct, use.Syntax.GetLocation(), "A division by zero", "divide by a number other than 0");
            case (BinaryOperatorKind.Divide, NumberValue x, NumberValue y):
                return new NumberValue(x.Number / y.Number);
            case (BinaryOperatorKind.Multiply, WeightValue weight, _) when weight.Type != KnownNames.Bias:
                CheckParts(weight.Weight, 1, use);
                return new SignalValue(builder.Times(weight.Weight, Signal(b, use)));
            case (BinaryOperatorKind.Multiply, _, WeightValue weight) when weight.Type is KnownNames.Diagonal or KnownNames.Scalar:
                return new SignalValue(builder.Times(weight.Weight, Signal(a, use)));
            case (BinaryOperatorKind.Multiply, NumberValue factor, _):
                return new SignalValue(builder.Scale(factor.Number, Signal(b, use), 0));
            case (BinaryOperatorKind.Multiply, _, NumberValue factor):
                return new SignalValue(builder.Scale(factor.Number, Signal(a, use), 0));
            case (BinaryOperatorKind.Divide, _, SignalValue or WeightValue):
                throw UnreadableException.At(CellDiagnostics.Unbounded, use.Syntax.GetLocation(), $"The division '{Shortened(use.Syntax.ToString())}'", "its slope grows without limit where the divisor comes near 0. Multiply by a gate instead, or normalise by a constant");
            case (BinaryOperatorKind.Divide, _, NumberValue divisor):
                return new SignalValue(builder.Scale(Rational.One / divisor.Number, Signal(a, use), 0));
            case (BinaryOperatorKind.Multiply, _, _):
                return new SignalValue(builder.Multiply(Signal(a, use), Signal(b, use)));
            case (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, _, _):
                Rational sign = kind == BinaryOperatorKind.Add ? 1 : -1;
                return (a, b) switch
                {
                    (NumberValue x, _) => new SignalValue(builder.Scale(sign, Signal(b, use), x.Number)),
                    (_, NumberValue y) => new SignalValue(builder.Scale(1, Signal(a, use), sign * y.Number)),
                    _ => new SignalValue(builder.Add(1, Signal(a, use), sign, Signal(b, use))),
                };
            default:
                throw Unreadable(use);
        }
    }

    private static ScalarValue? Affine(Value value) => value switch
    {
        ScalarValue scalar => scalar,
        WeightValue { Type: KnownNames.Scalar } weight => new ScalarValue(0, 1, weight.Weight),
        _ => null,
    };

    /// <summary>Shifts and multiples of a trainable scalar: 1 - alpha.</summary>
    private static ScalarValue? CombineScalars(BinaryOperatorKind kind, Value a, Value b) => (kind, a, b) switch
    {
        (BinaryOperatorKind.Add, NumberValue n, _) when Affine(b) is { } s => s with { Constant = n.Number + s.Constant },
        (BinaryOperatorKind.Add, _, NumberValue n) when Affine(a) is { } s => s with { Constant = s.Constant + n.Number },
        (BinaryOperatorKind.Subtract, NumberValue n, _) when Affine(b) is { } s => new ScalarValue(n.Number - s.Constant, -s.Factor, s.Weight),
        (BinaryOperatorKind.Subtract, _, NumberValue n) when Affine(a) is { } s => s with { Constant = s.Constant - n.Number },
        (BinaryOperatorKind.Multiply, NumberValue n, _) when Affine(b) is { } s => new ScalarValue(n.Number * s.Constant, n.Number * s.Factor, s.Weight),
        _ => null,
    };

    /// <summary>(constant + factor · α) · v as constant · v + factor · (α · v).</summary>
    private int Scaled(ScalarValue scalar, int signal) => builder.Add(scalar.Constant, signal, scalar.Factor, builder.Times(scalar.Weight, signal));

    /// <summary>A matrix acts either on single signals or on concatenations of one number of parts.</summary>
    private void CheckParts(int weight, int count, IOperation use)
    {
        if (partsOfWeights.TryGetValue(weight, out int before) && before != count)
        {
            throw UnreadableException.At(CellDiagnostics.BadWeight, use.Syntax.GetLocation(), NameOf(weight), $"acts on {count} part(s) here and on {before} elsewhere; use a matrix of its own for each");
        }

        partsOfWeights[weight] = count;
    }

    private string NameOf(int weight) => weights.First(w => ((WeightValue)w.Value).Weight == weight).Key.Name;

    private MatrixValue? CombineMatrices(BinaryOperatorKind kind, Value a, Value b)
    {
        if (a is NumberValue factor && kind == BinaryOperatorKind.Multiply && MatrixReader.TermsOf(b) is { } scaled)
        {
            return MatrixReader.Scale(factor.Number, scaled);
        }

        return MatrixReader.TermsOf(a) is { } left && MatrixReader.TermsOf(b) is { } right ? matrices.Combine(kind, left, right) : null;
    }

    /// <summary>A signal, or a bias read as one.</summary>
    private int Signal(Value value, IOperation use) => value switch
    {
        SignalValue signal => signal.Node,
        WeightValue { Type: KnownNames.Bias } bias => builder.Bias(bias.Weight),
        _ => throw Unreadable(use),
    };

    private Value Call(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ContainingType?.ToDisplayString() == KnownNames.CellMath && method.Name == "Concat")
        {
            return Concatenate(call, scope);
        }

        if (method.ContainingType?.ToDisplayString() == KnownNames.CellMath)
        {
            return new SignalValue(Activation(call, scope));
        }

        if (method.DeclaringSyntaxReferences.Length == 0)
        {
            throw UnreadableException.At(CellDiagnostics.NoSource, call.Syntax.GetLocation(), method.Name);
        }

        if (method.IsVirtual || method.IsOverride || method.IsAbstract)
        {
            throw UnreadableException.At(CellDiagnostics.UnreadableConstruct, call.Syntax.GetLocation(), $"The virtual method '{method.Name}'", "what it does is known only at run time; make it private");
        }

        // A local function sees the locals around it; a method sees its parameters only.
        var inner = method.MethodKind == MethodKind.LocalFunction
            ? new Dictionary<ISymbol, Value>(scope, SymbolEqualityComparer.Default)
            : new Dictionary<ISymbol, Value>(SymbolEqualityComparer.Default);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.None or RefKind.In } parameter)
            {
                throw UnreadableException.At(CellDiagnostics.UnreadableConstruct, argument.Syntax.GetLocation(), "A ref or out argument", "return the values as a tuple");
            }

            inner[parameter.OriginalDefinition] = Read(argument.Value, scope);
        }

        return step.Run(method.OriginalDefinition, inner);
    }

    private ConcatenationValue Concatenate(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        IEnumerable<IOperation> parts = call.Arguments.Length == 1 && call.Arguments[0].Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : throw Unreadable(call);
        return new ConcatenationValue([.. parts.Select(p => Signal(Read(p, scope), p))]);
    }

    /// <summary>A function of CellMath, with its constants; or a user's own, by name.</summary>
    private int Activation(IInvocationOperation call, Dictionary<ISymbol, Value> scope)
    {
        IArgumentOperation[] arguments = [.. call.Arguments.OrderBy(a => a.Parameter?.Ordinal)];
        if (call.TargetMethod.Name == OperatorTable.Map.Name && arguments.Length == 2)
        {
            return builder.Apply(OperatorTable.Map, Signal(Read(arguments[1].Value, scope), call), user: FormulaReader.Read(arguments[0].Value, step.Cell, step.Compilation));
        }

        if (call.TargetMethod.Name == nameof(System.Math.Exp))
        {
            throw UnreadableException.At(CellDiagnostics.Unbounded, call.Syntax.GetLocation(), $"The exponential '{Shortened(call.Syntax.ToString())}'", "its slope grows without limit. Use Sigmoid or Softplus instead");
        }

        ActivationOperator activation = OperatorTable.FindActivation(call.TargetMethod.Name) ?? throw Unreadable(call);
        Rational parameter = arguments.Length < 2 ? 0 : Read(arguments[1].Value, scope) is NumberValue number ? number.Number : throw Unreadable(call);
        if (parameter.Sign < 0 && !activation.AllowsNegativeParameter)
        {
            throw UnreadableException.At(CellDiagnostics.UnreadableConstruct, arguments[1].Syntax.GetLocation(), $"A negative constant of {activation.Name}", "its bound is known for constants of at least 0");
        }

        return builder.Apply(activation, Signal(Read(arguments[0].Value, scope), call), parameter);
    }

    private Value Assign(IOperation target, Value value, Dictionary<ISymbol, Value> scope)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                step.Bind(local.Local, value, scope);
                break;
            case IParameterReferenceOperation parameter:
                scope[parameter.Parameter] = value;
                break;
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value, scope);
            case IDiscardOperation:
                break;
            case ITupleOperation tuple when value is TupleValue items && items.Items.Count == tuple.Elements.Length:
                foreach ((IOperation element, Value item) in tuple.Elements.Zip(items.Items, (e, i) => (e, i)))
                {
                    Assign(element, item, scope);
                }

                break;
            default:
                throw Unreadable(target);
        }

        return value;
    }
}
