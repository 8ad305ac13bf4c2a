using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>Partial derivatives by the chain rule; the rules of functions stand with the functions.</summary>
internal static class Differentiation
{
    public static Expr Differentiate(Expr expression, Symbol variable) =>
        (expression.Symbols & variable.Symbols) == 0 ? Expr.Zero : OfDependent(expression, variable);

    private static Expr OfDependent(Expr expression, Symbol variable) =>
        expression switch
        {
            Number => Expr.Zero,
            Symbol symbol => symbol == variable ? Expr.One : Expr.Zero,
            Sum sum => Expr.Sum(sum.Terms.Select(t => Differentiate(t, variable))),
            Product product => Expr.Sum(
                Enumerable
                    .Range(0, product.Factors.Count)
                    .Select(k => ReplaceFactor(product.Factors, k, Differentiate(product.Factors[k], variable)))
            ),
            Power power => Expr.Product(power.Exponent, Expr.Power(power.Base, power.Exponent - 1), Differentiate(power.Base, variable)),
            FunctionCall call => call.Function.Differential(call.Arguments, [.. call.Arguments.Select(a => Differentiate(a, variable))]),
            _ => throw new InvalidOperationException($"Unknown node {expression.GetType().Name}."),
        };

    private static Expr ReplaceFactor(IReadOnlyList<Expr> factors, int position, Expr replacement) =>
        replacement.IsZero ? replacement : Expr.Product(factors.Select((f, k) => k == position ? replacement : f));
}
