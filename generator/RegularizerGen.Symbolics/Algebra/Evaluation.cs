using System;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>Numerical value of an expression.</summary>
internal static class Evaluation
{
    public static double Evaluate(Expr expression, Func<string, double> valueOf) => expression switch
    {
        Number number => number.Value.ToDouble(),
        Symbol symbol => valueOf(symbol.Name),
        Sum sum => sum.Terms.Sum(t => Evaluate(t, valueOf)),
        Product product => product.Factors.Select(f => Evaluate(f, valueOf)).Aggregate(1.0, Times),
        Power power => Pow(Evaluate(power.Base, valueOf), power.Exponent),
        FunctionCall call => call.Function.Evaluate([.. call.Arguments.Select(a => Evaluate(a, valueOf))]),
        _ => throw new InvalidOperationException($"Unknown node {expression.GetType().Name}."),
    };

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    private static double Pow(double @base, Rational exponent) => exponent.IsInteger
        ? Math.Pow(@base, exponent.ToDouble())
        : Math.Pow(Math.Sqrt(@base), (exponent * 2).ToDouble());
}
