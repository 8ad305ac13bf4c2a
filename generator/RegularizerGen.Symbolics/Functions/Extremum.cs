using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>What min and max share: equal arguments, numbers, and one canonical nesting of flattened arguments.</summary>
internal static class Extremum
{
    public static Expr? Simplify(ScalarFunction function, IReadOnlyList<Expr> arguments, Func<Rational, Rational, bool> wins)
    {
        var operands = new SortedSet<Expr>();
        Flatten(arguments, operands);

        Number[] numbers = [.. operands.OfType<Number>()];
        foreach (Number loser in numbers.Where(n => numbers.Any(m => wins(m.Value, n.Value))))
        {
            operands.Remove(loser);
        }

        // Right-nested in canonical order: min(a, min(b, c)).
        Expr[] ordered = [.. operands];
        if (ordered.Length == 2 && arguments[0] == ordered[0] && arguments[1] == ordered[1])
        {
            return null;
        }

        Expr result = ordered[ordered.Length - 1];
        for (int k = ordered.Length - 2; k >= 0; k--)
        {
            result = new FunctionCall(function, [ordered[k], result]);
        }

        return result;

        void Flatten(IEnumerable<Expr> items, SortedSet<Expr> into)
        {
            foreach (Expr item in items)
            {
                if (item is FunctionCall call && call.Function == function)
                {
                    Flatten(call.Arguments, into);
                }
                else
                {
                    into.Add(item);
                }
            }
        }
    }
}
