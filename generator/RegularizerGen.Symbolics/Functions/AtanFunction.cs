using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

internal sealed class AtanFunction : ElementaryFunction
{
    public override string Name => "atan";

    public override string CSharpMethod => nameof(Math.Atan);

    protected override double Value(double argument) => Math.Atan(argument);

    protected override Expr Slope(Expr argument) => Expr.Power(1 + Expr.Square(argument), -1);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => arguments[0].IsZero ? Expr.Zero : null;

    public override string Latex(IReadOnlyList<string> arguments) => @"\arctan" + LatexPrinter.Enclosed("(", arguments[0], ")");
}
