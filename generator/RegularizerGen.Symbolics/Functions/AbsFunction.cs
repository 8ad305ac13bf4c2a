using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>|x|. Its derivative is written 2·step(x) - 1.</summary>
internal sealed class AbsFunction : ScalarFunction
{
    public override string Name => "abs";

    public override string CSharpMethod => "Abs";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Abs(arguments[0]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) =>
        (2 * Expr.Apply(ScalarFunctions.Step, arguments[0])) - 1;

    public override Expr? Simplify(IReadOnlyList<Expr> arguments)
    {
        if (arguments[0] is Number number)
        {
            return Rational.Abs(number.Value);
        }

        // |k·x| = |k|·|x|, so that abs(x - y) and abs(y - x) differ in form only by what the sign of the first term decides.
        (Rational coefficient, Expr rest) = Simplification.SplitCoefficient(arguments[0]);
        return coefficient.IsOne ? null : Rational.Abs(coefficient) * Expr.Abs(rest);
    }

    public override string Latex(IReadOnlyList<string> arguments) => $@"\left|{arguments[0]}\right|";
}
