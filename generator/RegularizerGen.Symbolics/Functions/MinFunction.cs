using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The smaller of two numbers; where they tie, the first argument carries the derivative.</summary>
internal sealed class MinFunction : ScalarFunction
{
    public override string Name => "min";

    public override int Arity => 2;

    public override string CSharpMethod => "Min";

    public override double Evaluate(IReadOnlyList<double> arguments) => Math.Min(arguments[0], arguments[1]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument)
    {
        Expr first = Expr.Apply(ScalarFunctions.Step, arguments[1] - arguments[0]);
        return argument == 0 ? first : 1 - first;
    }

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) => Extremum.Simplify(this, arguments, (a, b) => a < b);
}
