using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The larger of two numbers; where they tie, the first argument carries the derivative.</summary>
internal sealed class MaxFunction : ScalarFunction
{
    public override string Name => "max";

    public override int Arity => 2;

    public override string CSharpMethod => "Max";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Max(arguments[0], arguments[1]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument)
    {
        Expr first = Expr.Apply(ScalarFunctions.Step, arguments[0] - arguments[1]);
        return argument == 0 ? first : 1 - first;
    }

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => Extremum.Simplify(this, arguments, (a, b) => a > b);
}
