using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>A function that is known only by name: emitted code calls the method itself. Its derivative is another one, or unknown (then it
/// must not be asked for).</summary>
public sealed class DeclaredFunction(string method, DeclaredFunction? derivative) : ScalarFunction
{
    /// <summary>The full name of the method.</summary>
    public override string Name => method;

    public override string CSharpMethod => "Declared";

    public override double Evaluate(IReadOnlyList<double> arguments) =>
        throw new InvalidOperationException($"'{method}' exists in emitted code only.");

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) =>
        Expr.Apply(derivative ?? throw new InvalidOperationException($"'{method}' has no declared derivative."), arguments[0]);

    public override string CSharp(string numberType, IReadOnlyList<string> arguments) =>
        $"{numberType}.{CSharpMethod}({method}, {arguments[0]})";
}
