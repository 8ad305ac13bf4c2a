using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>What an end of a range is made of: the argument itself, or -∞ (a lower end), +∞ (an upper end, a bound) where it is undefined
/// (∞ - ∞, ∞/∞).</summary>
internal sealed class EndFunction(string name, string method, double whereUndefined) : ScalarFunction
{
    public override string Name => name;

    public override string CSharpMethod => method;

    public override double Evaluate(IReadOnlyList<double> arguments) => double.IsNaN(arguments[0]) ? whereUndefined : arguments[0];

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.One;

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0] is Number ? arguments[0] : null;

    public override string Latex(IReadOnlyList<string> arguments) => LatexPrinter.Enclosed("(", arguments[0], ")");
}
