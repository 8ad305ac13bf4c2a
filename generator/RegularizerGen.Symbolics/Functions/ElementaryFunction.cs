using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>A non-decreasing function of System.Math, of which the runtime has a structure of the same name: nothing else needs to know
/// of it. Formulas of activations may call it.</summary>
public abstract class ElementaryFunction : ScalarFunction
{
    /// <summary>f(x), at ±∞ its limit, wrong by a few units in the last place at most.</summary>
    protected abstract double Value(double argument);

    /// <summary>f'.</summary>
    protected abstract Expr Slope(Expr argument);

    public sealed override double Evaluate(IReadOnlyList<double> arguments) => Value(arguments[0]);

    public sealed override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Slope(arguments[0]);

    public sealed override string CSharp(string numberType, IReadOnlyList<string> arguments) =>
        $"{numberType}.Apply<global::RegularizerGen.Numbers.Functions.{CSharpMethod}>({arguments[0]})";
}
