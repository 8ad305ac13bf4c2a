using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>1 for x >= 0, else 0: the indicator that derivatives of abs, min and max need.</summary>
internal sealed class StepFunction : ScalarFunction
{
    public override string Name => "step";

    public override string CSharpMethod => "Step";

    public override double Evaluate(IReadOnlyList<double> arguments) => arguments[0] >= 0 ? 1 : 0;

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Zero;

    public override Expr? Simplify(IReadOnlyList<Expr> arguments)
    {
        if (arguments[0] is Number number)
        {
            return number.Value.Sign >= 0 ? Expr.One : Expr.Zero;
        }

        // step(k·x) = step(x) for k > 0: one canonical positive multiple.
        (Rational coefficient, Expr rest) = Simplification.SplitCoefficient(arguments[0]);
        return coefficient.Sign > 0 && !coefficient.IsOne ? Expr.Apply(this, rest) : null;
    }

    public override string Latex(IReadOnlyList<string> arguments) =>
        @"\mathbf{1}" + LatexPrinter.Enclosed("[", arguments[0] + @" \ge 0", "]");
}
