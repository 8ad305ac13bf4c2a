using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>
/// The operators that a step may contain: those that the vocabulary defines between signals, weights and doubles, and +, -, *, / of known
/// doubles, computed in double precision as the program would. Everything else is refused: integer division, wrap-around, float arithmetic,
/// operators of the user's own.
/// </summary>
internal sealed class OperatorReader(ModelBuilder builder, WeightUse weights, SharedSizes sizes)
{
    private readonly MatrixReader matrices = new(builder);

    public MatrixReader Matrices => matrices;

    /// <summary>Refuses operators that someone else defines, before their operands are read.</summary>
    public static void Require(IOperation use, IMethodSymbol? method, bool isLifted)
    {
        if (isLifted || (method is not null && !IsVocabulary(method)))
        {
            throw method is null ? Refusal.Of(use) : Refusal.Operator(use, method);
        }
    }

    public Value Unary(IUnaryOperation use, Value value)
    {
        if (use.OperatorMethod is null && use.Type?.SpecialType != SpecialType.System_Double)
        {
            throw value is NumberValue ? Refusal.Arithmetic(use) : Refusal.Of(use);
        }

        return (use.OperatorKind, value) switch
        {
            (UnaryOperatorKind.Plus, NumberValue) => value,
            (UnaryOperatorKind.Minus, NumberValue number) => Known(-number.Double, use),
            (UnaryOperatorKind.Minus, ScalarValue or WeightValue { Type: KnownNames.Scalar }) when Affine(value) is { } s =>
                new ScalarValue(-s.Constant, -s.Factor, s.Weight),
            (UnaryOperatorKind.Minus, MatrixValue or WeightValue { Type: KnownNames.Matrix }) => MatrixReader.Scale(
                -1,
                MatrixReader.TermsOf(value)!
            ),
            (UnaryOperatorKind.Minus, _) => new SignalValue(builder.Scale(-1, Signal(value, use), 0)),
            _ => throw Refusal.Of(use),
        };
    }

    /// <summary>a operator b, of a binary operation or a compound assignment.</summary>
    public Value Binary(IOperation use, BinaryOperatorKind kind, IMethodSymbol? method, Value a, Value b)
    {
        if (method is null)
        {
            return a is NumberValue x && b is NumberValue y ? Numbers(use, kind, x, y) : throw Refusal.Of(use);
        }

        return method.ReturnType.ToDisplayString() switch
        {
            KnownNames.Matrix or KnownNames.IdentityMatrix or KnownNames.Diagonal => Matrix(kind, a, b) ?? throw Refusal.Of(use),
            KnownNames.Scalar => Scalar(kind, a, b) ?? throw Refusal.Of(use),
            KnownNames.Signal => new SignalValue(Signals(use, kind, a, b)),
            _ => throw Refusal.Of(use),
        };
    }

    /// <summary>A signal, or a bias read as one.</summary>
    public int Signal(Value value, IOperation use) =>
        value switch
        {
            SignalValue signal => signal.Node,
            WeightValue { Type: KnownNames.Bias } bias => builder.Bias(bias.Weight),
            _ => throw Refusal.Of(use),
        };

    private static bool IsVocabulary(IMethodSymbol method) =>
        method.MethodKind is MethodKind.UserDefinedOperator or MethodKind.BuiltinOperator
        && method.ContainingType?.ToDisplayString()
            is KnownNames.Signal
                or KnownNames.Bias
                or KnownNames.Diagonal
                or KnownNames.Matrix
                or KnownNames.IdentityMatrix
                or KnownNames.Scalar;

    /// <summary>Double arithmetic as the program would do it, rounding included: 0.1 + 0.2 is 0.30000000000000004.</summary>
    private static NumberValue Numbers(IOperation use, BinaryOperatorKind kind, NumberValue a, NumberValue b) =>
        (use.Type?.SpecialType, kind) switch
        {
            (SpecialType.System_Double, BinaryOperatorKind.Add) => Known(a.Double + b.Double, use),
            (SpecialType.System_Double, BinaryOperatorKind.Subtract) => Known(a.Double - b.Double, use),
            (SpecialType.System_Double, BinaryOperatorKind.Multiply) => Known(a.Double * b.Double, use),
            (SpecialType.System_Double, BinaryOperatorKind.Divide) => Known(a.Double / b.Double, use),
            _ => throw Refusal.Arithmetic(use),
        };

    private static NumberValue Known(double value, IOperation use) => NumberValue.Of(value) ?? throw Refusal.NotFinite(use);

    private int Signals(IOperation use, BinaryOperatorKind kind, Value a, Value b)
    {
        switch (kind, a, b)
        {
            case (BinaryOperatorKind.Multiply, ScalarValue scalar, _):
                return Scaled(scalar, Signal(b, use));
            case (BinaryOperatorKind.Multiply, _, ScalarValue scalar):
                return Scaled(scalar, Signal(a, use));
            case (BinaryOperatorKind.Multiply, _, ConcatenationValue joined) when MatrixReader.TermsOf(a) is { } whole:
                return builder.TimesConcatenation(
                    builder.Derived(whole),
                    joined.Signals,
                    weights.Concatenation(use, Refusal.Shortened(((use as IBinaryOperation)?.LeftOperand ?? use).Syntax))
                );
            case (BinaryOperatorKind.Multiply, MatrixValue matrix, _):
                return Times(use, matrices.Weight(matrix), Signal(b, use));
            case (BinaryOperatorKind.Multiply, _, MatrixValue diagonal):
                return builder.Times(matrices.Weight(diagonal), Signal(a, use));
            case (BinaryOperatorKind.Multiply, WeightValue weight, _) when weight.Type != KnownNames.Bias:
                return Times(use, weight.Weight, Signal(b, use));
            case (BinaryOperatorKind.Multiply, _, WeightValue weight) when weight.Type is KnownNames.Diagonal or KnownNames.Scalar:
                return builder.Times(weight.Weight, Signal(a, use));
            case (BinaryOperatorKind.Multiply, NumberValue factor, _):
                return builder.Scale(factor.Number, Signal(b, use), 0);
            case (BinaryOperatorKind.Multiply, _, NumberValue factor):
                return builder.Scale(factor.Number, Signal(a, use), 0);
            case (BinaryOperatorKind.Multiply, _, _):
                return Met(use, a, b, builder.Multiply);
            case (BinaryOperatorKind.Divide, _, NumberValue { Double: 0 }):
                throw Refusal.Of(use, "A division by zero", "divide by a number other than 0");
            case (BinaryOperatorKind.Divide, _, NumberValue divisor):
                return builder.Scale(Rational.One / divisor.Number, Signal(a, use), 0);
            case (BinaryOperatorKind.Divide, _, _):
                return (
                        a is NumberValue number
                            ? builder.Divide(number.Number, Signal(b, use))
                            : Met(use, a, b, (dividend, divisorSignal) => builder.Divide(dividend, divisorSignal))
                    )
                    ?? throw UnreadableException.At(
                        CellDiagnostics.Unbounded,
                        use.Syntax.GetLocation(),
                        $"The division {Refusal.Quoted(use)}",
                        "its slope grows without limit where the divisor comes near 0. Divide by what activations keep away from 0, "
                            + "such as "
                            + "1 + Sigmoid(…), multiply by a gate instead, or normalise by a constant"
                    );
            case (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, _, _):
                Rational sign = kind == BinaryOperatorKind.Add ? 1 : -1;
                return (a, b) switch
                {
                    (NumberValue x, _) => builder.Scale(sign, Signal(b, use), x.Number),
                    (_, NumberValue y) => builder.Scale(1, Signal(a, use), sign * y.Number),
                    _ when Affine(a) is { } s => builder.Shift(sign, Signal(b, use), s.Constant, s.Factor, s.Weight),
                    _ when Affine(b) is { } s => builder.Shift(1, Signal(a, use), sign * s.Constant, sign * s.Factor, s.Weight),
                    _ => Met(use, a, b, (u, v) => builder.Add(1, u, sign, v)),
                };
            default:
                throw Refusal.Of(use);
        }
    }

    /// <summary>weight · signal.</summary>
    private int Times(IOperation use, int weight, int signal)
    {
        sizes.Act(use, weight, signal);
        return builder.Times(weight, signal);
    }

    /// <summary>Two signals, combined element by element.</summary>
    private T Met<T>(IOperation use, Value a, Value b, Func<int, int, T> combine)
    {
        (int first, int second) = (Signal(a, use), Signal(b, use));
        sizes.Meet(use, first, second);
        return combine(first, second);
    }

    private static ScalarValue? Affine(Value value) =>
        value switch
        {
            ScalarValue scalar => scalar,
            WeightValue { Type: KnownNames.Scalar } weight => new ScalarValue(0, 1, weight.Weight),
            _ => null,
        };

    /// <summary>Shifts and multiples of a trainable scalar: 1 - alpha.</summary>
    private static ScalarValue? Scalar(BinaryOperatorKind kind, Value a, Value b) =>
        (kind, a, b) switch
        {
            (BinaryOperatorKind.Add, NumberValue n, _) when Affine(b) is { } s => s with { Constant = n.Number + s.Constant },
            (BinaryOperatorKind.Add, _, NumberValue n) when Affine(a) is { } s => s with { Constant = s.Constant + n.Number },
            (BinaryOperatorKind.Subtract, NumberValue n, _) when Affine(b) is { } s => new ScalarValue(
                n.Number - s.Constant,
                -s.Factor,
                s.Weight
            ),
            (BinaryOperatorKind.Subtract, _, NumberValue n) when Affine(a) is { } s => s with { Constant = s.Constant - n.Number },
            (BinaryOperatorKind.Multiply, NumberValue n, _) when Affine(b) is { } s => new ScalarValue(
                n.Number * s.Constant,
                n.Number * s.Factor,
                s.Weight
            ),
            _ => null,
        };

    /// <summary>(constant + factor · α) · v as constant · v + factor · (α · v).</summary>
    private int Scaled(ScalarValue scalar, int signal) =>
        builder.Add(scalar.Constant, signal, scalar.Factor, builder.Times(scalar.Weight, signal));

    private MatrixValue? Matrix(BinaryOperatorKind kind, Value a, Value b)
    {
        if (a is NumberValue factor && kind == BinaryOperatorKind.Multiply && MatrixReader.TermsOf(b) is { } scaled)
        {
            return MatrixReader.Scale(factor.Number, scaled);
        }

        if (Affine(a) is { } scalar && kind == BinaryOperatorKind.Multiply && MatrixReader.TermsOf(b) is { } terms)
        {
            return matrices.Scale(scalar, terms);
        }

        return MatrixReader.TermsOf(a) is { } left && MatrixReader.TermsOf(b) is { } right ? matrices.Combine(kind, left, right) : null;
    }
}
