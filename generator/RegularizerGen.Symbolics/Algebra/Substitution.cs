using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>Replacement of symbols, and the symbols of an expression.</summary>
public static class Substitution
{
    internal static Expr Substitute(Expr expression, Func<Symbol, Expr?> replacement)
    {
        if (expression.Symbols == 0)
        {
            return expression;
        }

        if (expression is Symbol symbol)
        {
            return replacement(symbol) ?? symbol;
        }

        Expr[] children = [.. expression.Children.Select(c => Substitute(c, replacement))];
        return children.SequenceEqual(expression.Children) ? expression : expression.WithChildren(children);
    }

    /// <summary>The distinct symbols of an expression, in canonical order.</summary>
    public static IReadOnlyCollection<Symbol> SymbolsOf(Expr expression)
    {
        var found = new SortedSet<Symbol>();
        Visit(expression);
        return found;

        void Visit(Expr e)
        {
            if (e is Symbol symbol)
            {
                found.Add(symbol);
            }

            foreach (Expr child in e.Children)
            {
                Visit(child);
            }
        }
    }
}
