using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The argument itself, undefined at ±∞: a formula whose value there would be a limit (∞·0, ∞/∞) is not to be evaluated
/// there.</summary>
internal sealed class WhereFiniteFunction : ScalarFunction
{
    public override string Name => "whereFinite";

    public override string CSharpMethod => "WhereFinite";

    public override double Evaluate(IReadOnlyList<double> arguments) => double.IsInfinity(arguments[0]) ? double.NaN : arguments[0];

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.One;

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0] is Number ? arguments[0] : null;

    public override string Latex(IReadOnlyList<string> arguments) => arguments[0];
}
