using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The logistic function 1/(1 + exp(-x)).</summary>
internal sealed class SigmoidFunction : ScalarFunction
{
    public override string Name => "sigmoid";

    public override string CSharpMethod => "Sigmoid";

    public override double Evaluate(IReadOnlyList<double> arguments)
    {
        double e = Math.Exp(-Math.Abs(arguments[0]));
        return Evaluation.Positive(arguments[0] >= 0 ? 1 / (1 + e) : e / (1 + e), arguments[0]);
    }

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Apply(ScalarFunctions.LogisticSlope, arguments[0]);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? (Expr)Rational.Half : null;

    public override string Infix(IReadOnlyList<string> arguments) => $"1/(1 + exp(-({arguments[0]})))";

    public override string Latex(IReadOnlyList<string> arguments) => @"\sigma" + LatexPrinter.Enclosed("(", arguments[0], ")");
}
