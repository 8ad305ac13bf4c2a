using System;
using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>
/// 1 - f, given the value f(v) and the argument v: a function of its own, because the difference loses all relative accuracy where f is
/// close to 1, and f of another argument takes another exponential. Its derivative is that of 1 - f, by the value.
/// </summary>
internal sealed class ComplementFunction(string name, string method, Func<double, double> nearOne) : ScalarFunction
{
    public override string Name => name;

    public override int Arity => 2;

    public override string CSharpMethod => method;

    public override double Evaluate(IReadOnlyList<double> arguments) => arguments[0] < 0.75 ? 1 - arguments[0] : nearOne(arguments[1]);

    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) => argument == 0 ? -1 : 0;

    public override string Infix(IReadOnlyList<string> arguments) => $"(1 - ({arguments[0]}))";

    public override string Latex(IReadOnlyList<string> arguments) => LatexPrinter.Enclosed("(", "1 - " + arguments[0], ")");
}
