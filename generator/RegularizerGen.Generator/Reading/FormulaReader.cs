using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Reads a user's own activation: its declared facts, and its body as a formula, from which value and slope are derived.</summary>
internal static class FormulaReader
{
    private static readonly Symbol Argument = Expr.Symbol(UserActivation.Argument);

    private const string Slope = "Slope";
    private const string Curvature = "Curvature";

    /// <summary>Reads the activation that is applied within the given cell.</summary>
    public static UserActivation Read(IOperation function, INamedTypeSymbol within, Compilation compilation)
    {
        IOperation target = function;
        while (target is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            target = target.ChildOperations.First();
        }

        if (target is not IMethodReferenceOperation { Method: var method })
        {
            throw UnreadableException.At(CellDiagnostics.BadActivation, function.Syntax.GetLocation(), function.Syntax.ToString(), "pass the name of a static method marked by [Activation]");
        }

        AttributeData attribute = method.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == KnownNames.ActivationAttribute)
            ?? throw UnreadableException.At(CellDiagnostics.BadActivation, function.Syntax.GetLocation(), method.Name, "mark it by [Activation(Lipschitz = …)]");
        double lipschitz = Named(attribute, nameof(ActivationFacts.Lipschitz), 0);
        if (!(lipschitz > 0) || double.IsInfinity(lipschitz))
        {
            throw UnreadableException.At(CellDiagnostics.BadActivation, method.Locations[0], method.Name, "declare a finite Lipschitz constant greater than 0");
        }

        bool monotone = attribute.NamedArguments.Any(a => a.Key == "Monotone" && a.Value.Value is true);
        var facts = new ActivationFacts(Rational.FromDouble(lipschitz), End(attribute, "Min"), End(attribute, "Max"), monotone);
        try
        {
            return new UserActivation(method.Name, Body(method, compilation), facts);
        }
        catch (UnreadableException) when (attribute.NamedArguments.Any(a => a.Key is Slope or Curvature))
        {
            return Declared(method, attribute, facts, within, compilation);
        }
    }

    /// <summary>A method that is no formula: it is called as it is, and so are its declared derivatives.</summary>
    private static UserActivation Declared(IMethodSymbol method, AttributeData attribute, ActivationFacts facts, INamedTypeSymbol within, Compilation compilation)
    {
        Rational? atZero = End(attribute, "AtZero");
        if (atZero is null && (facts.Min is null || facts.Max is null))
        {
            throw UnreadableException.At(CellDiagnostics.BadActivation, method.Locations[0], method.Name, "declare Min and Max, or its value AtZero: its formula is not known");
        }

        var curvature = new DeclaredFunction(Companion(Curvature), derivative: null);
        var slope = new DeclaredFunction(Companion(Slope), curvature);
        var value = new DeclaredFunction(FullName(method), slope);
        return new UserActivation(method.Name, Expr.Apply(value, Argument), facts, atZero);

        string Companion(string role) => attribute.NamedArguments.FirstOrDefault(a => a.Key == role).Value.Value is string name
            && method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(IsScalarFunction) is { } found
            ? FullName(found)
            : throw UnreadableException.At(CellDiagnostics.BadActivation, method.Locations[0], method.Name, $"declare {role} = nameof(…), a static method double → double beside it: its formula is not known");

        string FullName(IMethodSymbol found) => compilation.IsSymbolAccessibleWithin(found, within)
            ? $"{found.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{found.Name}"
            : throw UnreadableException.At(CellDiagnostics.BadActivation, found.Locations[0], found.Name, "make it internal: generated code calls it");
    }

    private static bool IsScalarFunction(IMethodSymbol method) =>
        method is { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Double, Parameters: [{ Type.SpecialType: SpecialType.System_Double, RefKind: RefKind.None }] };

    private static Expr Body(IMethodSymbol method, Compilation compilation)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        ExpressionSyntax? expression = declaration switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: var arrow } => arrow,
            MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
            _ => null,
        };
        IOperation? operation = expression is null ? null : compilation.GetSemanticModel(expression.SyntaxTree).GetOperation(expression);
        return operation is null ? throw NotAFormula(method, method.Locations[0]) : Read(operation, method);
    }

    private static Expr Read(IOperation operation, IMethodSymbol method)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant })
        {
            double value = Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture);
            return double.IsNaN(value) || double.IsInfinity(value) ? throw NotAFormula(method, operation.Syntax.GetLocation()) : Rational.FromDouble(value);
        }

        return operation switch
        {
            IParameterReferenceOperation => Argument,
            IParenthesizedOperation inner => Read(inner.Operand, method),
            IConversionOperation conversion => Read(conversion.Operand, method),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus => -Read(minus.Operand, method),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Read(sum.LeftOperand, method) + Read(sum.RightOperand, method),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference => Read(difference.LeftOperand, method) - Read(difference.RightOperand, method),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product => Read(product.LeftOperand, method) * Read(product.RightOperand, method),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } quotient when Read(quotient.RightOperand, method) is var divisor && !divisor.IsZero => Read(quotient.LeftOperand, method) / divisor,
            IInvocationOperation call when call.TargetMethod.ContainingType?.ToDisplayString() == "System.Math" => Call(call, method),
            _ => throw NotAFormula(method, operation.Syntax.GetLocation()),
        };
    }

    private static Expr Call(IInvocationOperation call, IMethodSymbol method)
    {
        Expr[] arguments = [.. call.Arguments.Select(a => Read(a.Value, method))];
        if (call.TargetMethod.Name == nameof(Math.Sqrt))
        {
            return Expr.Sqrt(arguments[0]);
        }

        ScalarFunction? function = ScalarFunctions.All.FirstOrDefault(f => f.CSharpMethod == call.TargetMethod.Name && f.Arity == arguments.Length && typeof(Math).GetMethods().Any(m => m.Name == f.CSharpMethod));
        return function is null ? throw NotAFormula(method, call.Syntax.GetLocation()) : Expr.Apply(function, arguments);
    }

    private static UnreadableException NotAFormula(IMethodSymbol method, Location location) => UnreadableException.At(
        CellDiagnostics.BadActivation, location, method.Name, "write its body as one expression of +, -, *, / and Math.Abs, Cos, Exp, Log, Max, Min, Sin, Sqrt, Tanh, or declare Slope and Curvature, its first two derivatives");

    private static Rational? End(AttributeData attribute, string name)
    {
        double value = Named(attribute, name, double.NaN);
        return double.IsNaN(value) || double.IsInfinity(value) ? null : Rational.FromDouble(value);
    }

    private static double Named(AttributeData attribute, string name, double otherwise) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is double value ? value : otherwise;
}
