using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Reads the body of a static method double → double as a formula: arithmetic of doubles and functions of System.Math. Conversions of
/// anything but constants round or truncate and are refused, as in a step.
/// </summary>
internal static class FormulaReader
{
    /// <summary>Operators and calls in the formula of an activation; published ones have ten.</summary>
    public const int LargestFormula = 100;

    /// <summary>The method that an argument of Map names, and its mark.</summary>
    public static (IMethodSymbol Method, AttributeData Mark) MethodOf(IOperation function)
    {
        IOperation target = function;
        while (target is IConversionOperation { OperatorMethod: null } or IDelegateCreationOperation)
        {
            target = target.ChildOperations.First();
        }

        // Generated code may call it by its full name: a local function has none, and that of a generic method is not enough. What a virtual
        // one does depends on the type by which it is called.
        if (
            target
                is not IMethodReferenceOperation
                {
                    Instance: null,
                    Method: { IsStatic: true, MethodKind: MethodKind.Ordinary, IsGenericMethod: false } method
                }
            || method.IsVirtual
            || method.IsAbstract
        )
        {
            throw UnreadableException.At(
                CellDiagnostics.BadActivation,
                function.Syntax.GetLocation(),
                Refusal.Shortened(function.Syntax),
                "pass the name of a static method of a class, without type parameters, marked by [Activation]"
            );
        }

        AttributeData mark =
            method.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == KnownNames.ActivationAttribute)
            ?? throw UnreadableException.At(
                CellDiagnostics.BadActivation,
                function.Syntax.GetLocation(),
                method.Name,
                "mark it by [Activation(Lipschitz = …)]"
            );
        return (method, mark);
    }

    /// <summary>The formula of a method.</summary>
    /// <exception cref="UnreadableException">Its body is no formula; the diagnostic is at the token that is none.</exception>
    public static Formula Read(IMethodSymbol method, Compilation compilation)
    {
        if (!method.DeclaringSyntaxReferences.Any(r => compilation.ContainsSyntaxTree(r.SyntaxTree)))
        {
            throw UnreadableException.At(
                CellDiagnostics.BadActivation,
                method.Locations[0],
                method.Name,
                "its source is not in this project, so that its formula is not known: move it here, or declare Slope and "
                    + "Curvature, its first two derivatives"
            );
        }

        SyntaxNode? declaration = StepReader.BodyOf(method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        ExpressionSyntax? expression = declaration switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: var arrow } => arrow,
            MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
            _ => null,
        };

        if (expression is not null && CheckedSize(expression) is { } problem)
        {
            throw UnreadableException.At(CellDiagnostics.BadActivation, expression.GetLocation(), method.Name, problem);
        }

        // The arrow or return statement, not the expression alone: that would lack the conversion to the return type.
        IOperation? body =
            expression?.Parent is { } parent && compilation.ContainsSyntaxTree(parent.SyntaxTree)
                ? compilation.GetSemanticModel(parent.SyntaxTree).GetOperation(parent)
                : null;
        body = body is IBlockOperation { Operations: [var only] } ? only : body;
        IOperation? value = (body as IReturnOperation)?.ReturnedValue;
        return value is null ? throw NotAFormula(method, method.Locations[0]) : Read(value, method);
    }

    /// <summary>What is wrong with the size of a body: it is bound and read recursively, and derivatives of products and of functions
    /// within functions grow with the square of it and its cube.</summary>
    private static string? CheckedSize(ExpressionSyntax body)
    {
        int operations = 0;
        foreach (SyntaxNode node in body.DescendantNodesAndSelf())
        {
            operations += node is BinaryExpressionSyntax or InvocationExpressionSyntax ? 1 : 0;
            if (operations > LargestFormula)
            {
                return $"its formula has more than {ReadingBudget.Text(LargestFormula)} operations; declare Slope and Curvature, its first two "
                    + "derivatives, and compute it in statements";
            }
        }

        return MethodBodies.TooDeep(body) is null && ReadingBudget.HasStack() ? null : "its formula is nested too deeply; write it flatter";
    }

    private static Formula Read(IOperation operation, IMethodSymbol method)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return NumberValue.Of(constant) is { } number
                ? new ConstantFormula(number.Double)
                : throw NotAFormula(method, operation.Syntax.GetLocation());
        }

        return operation switch
        {
            IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Double } => new ArgumentFormula(),
            IConversionOperation conversion when conversion.GetConversion().IsIdentity => Read(conversion.Operand, method),
            IUnaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Double } unary => unary.OperatorKind switch
            {
                UnaryOperatorKind.Plus => Read(unary.Operand, method),
                UnaryOperatorKind.Minus => new DifferenceFormula(new ConstantFormula(0), Read(unary.Operand, method)),
                _ => throw NotAFormula(method, unary.Syntax.GetLocation()),
            },
            IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Double } binary => Combine(
                binary,
                Read(binary.LeftOperand, method),
                Read(binary.RightOperand, method),
                method
            ),
            IConditionalOperation { Type.SpecialType: SpecialType.System_Double } conditional => Conditional(conditional, method),
            IInvocationOperation call when call.TargetMethod.ContainingType?.ToDisplayString() == KnownNames.Math => Call(call, method),
            _ => throw NotAFormula(method, operation.Syntax.GetLocation()),
        };
    }

    private static Formula Combine(IBinaryOperation use, Formula a, Formula b, IMethodSymbol method) =>
        (use.OperatorKind, a, b) switch
        {
            (BinaryOperatorKind.Add, _, _) => new SumFormula(a, b),
            (BinaryOperatorKind.Subtract, _, _) => new DifferenceFormula(a, b),
            (BinaryOperatorKind.Multiply, _, _) => new ProductFormula(a, b),
            (BinaryOperatorKind.Divide, _, _) when !b.ToExpr().IsZero => new QuotientFormula(a, b),
            _ => throw NotAFormula(method, use.Syntax.GetLocation()),
        };

    /// <summary>u &gt; k ? a : b, with any comparison of the argument and a constant: which side has k itself does not matter where both
    /// meet there.</summary>
    private static ConditionalFormula Conditional(IConditionalOperation use, IMethodSymbol method)
    {
        (BinaryOperatorKind kind, double? constant) = use.Condition switch
        {
            IBinaryOperation { OperatorMethod: null, LeftOperand: var left, RightOperand: var right } test
                when IsArgument(left) && ConstantOf(right) is { } k => (test.OperatorKind, k),
            IBinaryOperation { OperatorMethod: null, LeftOperand: var left, RightOperand: var right } test
                when IsArgument(right) && ConstantOf(left) is { } k => (Mirrored(test.OperatorKind), k),
            _ => (BinaryOperatorKind.None, (double?)null),
        };
        bool isUp = kind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
        if (constant is not { } at || use.WhenFalse is null || !(isUp || IsLess(kind)))
        {
            throw UnreadableException.At(
                CellDiagnostics.BadActivation,
                use.Condition.Syntax.GetLocation(),
                method.Name,
                "compare its argument with a constant by >, >=, <, <=, as u > 0 ? … : …, or declare Slope and Curvature, its "
                    + "first two derivatives"
            );
        }

        (Formula yes, Formula no) = (Read(use.WhenTrue, method), Read(use.WhenFalse, method));
        var formula = new ConditionalFormula(at, isUp ? yes : no, isUp ? no : yes);
        return formula.Meets
            ? formula
            : throw UnreadableException.At(
                CellDiagnostics.BadActivation,
                use.Syntax.GetLocation(),
                method.Name,
                $"the two sides of '{Refusal.Shortened(use.Condition.Syntax)}' must meet: write them such that both have one value at "
                    + $"{at.ToString("R", CultureInfo.InvariantCulture)}, exactly, since a jump has no slope"
            );
    }

    private static bool IsArgument(IOperation operand) =>
        operand is IConversionOperation conversion && conversion.GetConversion().IsIdentity
            ? IsArgument(conversion.Operand)
            : operand is IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Double };

    private static double? ConstantOf(IOperation operand) =>
        operand.ConstantValue is { HasValue: true, Value: double constant } ? NumberValue.Of(constant)?.Double : null;

    private static bool IsLess(BinaryOperatorKind kind) => kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual;

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) =>
        kind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThan,
            _ when IsLess(kind) => BinaryOperatorKind.GreaterThan,
            _ => kind,
        };

    private static FunctionFormula Call(IInvocationOperation call, IMethodSymbol method)
    {
        bool ofDoubles =
            call.Type?.SpecialType == SpecialType.System_Double
            && call.TargetMethod.Parameters.All(p => p.Type.SpecialType == SpecialType.System_Double);
        IEnumerable<IOperation> arguments = call.Arguments.OrderBy(a => a.Parameter?.Ordinal).Select(a => a.Value);
        return (ofDoubles ? FunctionFormula.Of(call.TargetMethod.Name, [.. arguments.Select(a => Read(a, method))]) : null)
            ?? throw NotAFormula(method, call.Syntax.GetLocation());
    }

    private static UnreadableException NotAFormula(IMethodSymbol method, Location location) =>
        UnreadableException.At(
            CellDiagnostics.BadActivation,
            location,
            method.Name,
            $"write its body as one expression of +, -, *, / and Math.{string.Join(", ", FunctionFormula.Methods)} in doubles, "
                + "without casts, or declare Slope and Curvature, its first two derivatives"
        );
}
