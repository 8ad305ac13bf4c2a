using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

internal sealed class SinFunction : ScalarFunction
{
    public override string Name => "sin";

    public override string CSharpMethod => "Sin";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Sin(arguments[0]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => Expr.Apply(ScalarFunctions.Cos, arguments[0]);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? Expr.Zero : null;
}
