using System;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>
/// Numerical value of an expression, by the rules of the bound: zero is exact and annihilates every factor, nothing underflows to it, and
/// what is otherwise undefined (∞ - ∞, ∞/∞) is NaN.
/// </summary>
internal static class Evaluation
{
    public static double Evaluate(Expr expression, Func<string, double> valueOf) =>
        expression switch
        {
            Number number => number.Value.ToDouble(),
            Symbol symbol => valueOf(symbol.Name),
            Sum sum => sum.Terms.Sum(t => Evaluate(t, valueOf)),
            Product product => Quotient(product, valueOf),
            Power power => Pow(Evaluate(power.Base, valueOf), power.Exponent),
            FunctionCall call => call.Function.Evaluate([.. call.Arguments.Select(a => Evaluate(a, valueOf))]),
            _ => throw new InvalidOperationException($"Unknown node {expression.GetType().Name}."),
        };

    /// <summary>Functions without a zero: theirs are limits, at infinity only.</summary>
    public static double Positive(double value, double argument) => value == 0 && !double.IsInfinity(argument) ? double.Epsilon : value;

    /// <summary>Factors with negative exponents are the denominator, as in emitted code: ∞·(1/∞) is undefined, not 0.</summary>
    private static double Quotient(Product product, Func<string, double> valueOf)
    {
        double numerator = 1;
        double denominator = 1;
        foreach (Expr factor in product.Factors)
        {
            if (factor is Power { Exponent.Sign: < 0 } power)
            {
                denominator = Times(denominator, Pow(Evaluate(power.Base, valueOf), -power.Exponent));
            }
            else
            {
                numerator = Times(numerator, Evaluate(factor, valueOf));
            }
        }

        return numerator == 0 ? 0 : NotZero(numerator / denominator, !double.IsInfinity(denominator));
    }

    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : NotZero(a * b, true);

    private static double NotZero(double value, bool underflowed) =>
        value == 0 && underflowed ? (1 / value > 0 ? double.Epsilon : -double.Epsilon) : value;

    private static double Pow(double @base, Rational exponent) =>
        exponent.IsInteger ? Math.Pow(@base, exponent.ToDouble()) : Math.Pow(Math.Sqrt(@base), (exponent * 2).ToDouble());
}
