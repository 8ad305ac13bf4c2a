using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>
/// The slope of the logistic function, e/(1 + e)² with e = exp(-|x|): a function of its own, because s·(1 - s) loses all relative accuracy
/// where s is close to 1, and s(x)·s(-x) takes two exponentials. It is even; that of tanh is 4 times this at 2x.
/// </summary>
internal sealed class LogisticSlopeFunction : ScalarFunction
{
    public override string Name => "logisticSlope";

    public override string CSharpMethod => "LogisticSlope";

    public override double Evaluate(IReadOnlyList<double> arguments)
    {
        double e = Math.Exp(-Math.Abs(arguments[0]));
        return Evaluation.Positive(e / ((1 + e) * (1 + e)), arguments[0]);
    }

    /// <summary>s'(x)·(1 - 2 s(x)).</summary>
    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) =>
        Expr.Apply(this, arguments[0]) * (1 - (2 * Expr.Apply(ScalarFunctions.Sigmoid, arguments[0])));

    public override Expr? Simplify(IReadOnlyList<Expr> arguments)
    {
        if (arguments[0].IsZero)
        {
            return (Expr)new Rational(1, 4);
        }

        (Rational coefficient, Expr rest) = Simplification.SplitCoefficient(arguments[0]);
        return coefficient.Sign < 0 ? Expr.Apply(this, Rational.Abs(coefficient) * rest) : null;
    }

    public override string Infix(IReadOnlyList<string> arguments) => $"1/((1 + exp(-({arguments[0]})))*(1 + exp({arguments[0]})))";

    public override string Latex(IReadOnlyList<string> arguments) => @"\sigma'" + LatexPrinter.Enclosed("(", arguments[0], ")");
}
