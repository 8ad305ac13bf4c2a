using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Symbolics;

/// <summary>What all printers share: walking the tree, signs of sums, numerators and denominators, parentheses by precedence.</summary>
public abstract class Printer
{
    /// <summary>Binding strength, loosest first.</summary>
    protected enum Precedence
    {
        Sum,
        Product,
        Power,
        Atom,
    }

    protected string Render(Expr expression, Precedence context) =>
        expression switch
        {
            Number number => Wrap(Number(number.Value), NumberPrecedence(number.Value), context),
            Symbol symbol => Symbol(symbol.Name),
            Sum sum => Wrap(RenderSum(sum), Precedence.Sum, context),
            Product product => RenderProduct(product, context),
            Power power when power.Exponent.Sign < 0 => RenderQuotient(Expr.One, Expr.Power(power.Base, -power.Exponent), context),
            Power power => RenderPower(power, context),
            FunctionCall call => RenderCall(call, context),
            _ => throw new InvalidOperationException($"Unknown node {expression.GetType().Name}."),
        };

    protected abstract string Symbol(string name);

    protected abstract string Number(Rational value);

    protected abstract string Times(IReadOnlyList<string> factors);

    protected abstract string Quotient(Expr numerator, Expr denominator);

    protected abstract string RenderPower(Power power, Precedence context);

    protected abstract string RenderCall(FunctionCall call, Precedence context);

    protected virtual Precedence QuotientPrecedence => Precedence.Product;

    protected virtual Precedence NumberPrecedence(Rational value) =>
        value.Sign < 0 ? Precedence.Sum
        : value.IsInteger ? Precedence.Atom
        : QuotientPrecedence;

    protected virtual string Parentheses(string text) => $"({text})";

    protected string Wrap(string text, Precedence own, Precedence context) => own < context ? Parentheses(text) : text;

    private string RenderSum(Sum sum)
    {
        // Positive terms first: "a - b" reads better than "-b + a". The order stays deterministic.
        Expr[] ordered = [.. sum.Terms.OrderBy(t => IsNegative(t) ? 1 : 0)];
        var text = new StringBuilder(Render(ordered[0], Precedence.Sum));
        foreach (Expr term in ordered.Skip(1))
        {
            bool negative = IsNegative(term);
            text.Append(negative ? " - " : " + ").Append(Render(negative ? -term : term, Precedence.Product));
        }

        return text.ToString();
    }

    private string RenderProduct(Product product, Precedence context)
    {
        if (IsNegative(product))
        {
            return Wrap("-" + Render(-product, Precedence.Product), Precedence.Sum, context);
        }

        Expr[] below =
        [
            .. product
                .Factors.Where(f => f is Power p && p.Exponent.Sign < 0)
                .Select(f => Expr.Power(((Power)f).Base, -((Power)f).Exponent)),
        ];
        if (below.Length > 0)
        {
            return RenderQuotient(
                Expr.Product(product.Factors.Where(f => f is not Power p || p.Exponent.Sign > 0)),
                Expr.Product(below),
                context
            );
        }

        return Wrap(Times([.. product.Factors.Select(f => Render(f, Precedence.Power))]), Precedence.Product, context);
    }

    private string RenderQuotient(Expr numerator, Expr denominator, Precedence context) =>
        Wrap(Quotient(numerator, denominator), QuotientPrecedence, context);

    private static bool IsNegative(Expr term) =>
        term switch
        {
            Number number => number.Value.Sign < 0,
            Product product => product.Factors[0] is Number { Value.Sign: < 0 },
            _ => false,
        };
}
