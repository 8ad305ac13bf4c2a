using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

internal sealed class CosFunction : ScalarFunction
{
    public override string Name => "cos";

    public override string CSharpMethod => "Cos";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Cos(arguments[0]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => -Expr.Apply(ScalarFunctions.Sin, arguments[0]);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? Expr.One : null;
}
