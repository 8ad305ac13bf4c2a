using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>
/// The argument itself, taken as a constant by differentiation: for the point where a maximum is attained, whose own change does not change
/// the maximum to first order (envelope theorem; Milgrom and Segal 2002).
/// </summary>
internal sealed class FixedFunction : ScalarFunction
{
    public override string Name => "fixed";

    public override string CSharpMethod => "Fixed";

    public override double Evaluate(IReadOnlyList<double> arguments) => arguments[0];

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Zero;

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0] is Number ? arguments[0] : null;

    public override string Latex(IReadOnlyList<string> arguments) => LatexPrinter.Enclosed("[", arguments[0], "]");
}
