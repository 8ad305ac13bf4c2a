using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>Natural logarithm, for positive arguments.</summary>
internal sealed class LnFunction : ScalarFunction
{
    public override string Name => "ln";

    public override string CSharpMethod => "Log";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Log(arguments[0]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Power(arguments[0], -1);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsOne ? Expr.Zero : null;
}
