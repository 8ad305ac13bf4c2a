using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

internal sealed class ExpFunction : ScalarFunction
{
    public override string Name => "exp";

    public override string CSharpMethod => "Exp";

    public override double Evaluate(IReadOnlyList<double> arguments) => Evaluation.Positive(Math.Exp(arguments[0]), arguments[0]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Apply(this, arguments[0]);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? Expr.One : null;
}
