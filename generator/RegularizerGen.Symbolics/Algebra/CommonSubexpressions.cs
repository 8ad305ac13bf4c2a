using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>A name given to a subexpression.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="FirstUse">Index of the first output that needs it: it may be defined just before that one.</param>
public sealed record Definition(Symbol Name, Expr Value, int FirstUse);

/// <summary>Deterministic common-subexpression elimination over several outputs at once.</summary>
public static class CommonSubexpressions
{
    /// <summary>
    /// Every compound subexpression that occurs at least twice gets a name (prefix1, prefix2, …), in order of first use.
    /// Evaluating the definitions in order and then the outputs gives the values of the original outputs.
    /// </summary>
    /// <param name="outputs">The expressions.</param>
    /// <param name="prefix">Prefix of new names.</param>
    /// <param name="known">Subexpressions that already have a name.</param>
    public static (IReadOnlyList<Definition> Definitions, IReadOnlyList<Expr> Outputs) Eliminate(
        IReadOnlyList<Expr> outputs,
        string prefix,
        IEnumerable<(Symbol Name, Expr Value)>? known = null
    )
    {
        var uses = new Dictionary<Expr, int>();
        foreach (Expr output in outputs)
        {
            Count(output, uses);
        }

        var definitions = new List<Definition>();
        var rewritten = new Dictionary<Expr, Expr>();
        foreach ((Symbol name, Expr value) in known ?? [])
        {
            rewritten[value] = name;
        }

        Expr[] results = [.. outputs.Select(Rewrite)];
        return (definitions, results);

        Expr Rewrite(Expr expression, int index)
        {
            if (expression.Children.Count == 0)
            {
                return expression;
            }

            if (rewritten.TryGetValue(expression, out Expr? known))
            {
                return known;
            }

            Expr value = expression.WithChildren([.. expression.Children.Select(c => Rewrite(c, index))]);
            if (uses[expression] > 1 && IsWorthAName(expression))
            {
                Symbol name = Expr.Symbol(prefix + (definitions.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
                definitions.Add(new Definition(name, value, index));
                value = name;
            }

            rewritten.Add(expression, value);
            return value;
        }
    }

    private static void Count(Expr expression, Dictionary<Expr, int> uses)
    {
        if (expression.Children.Count == 0)
        {
            return;
        }

        // A shared subexpression is counted once with all its descendants: what occurs only inside of it is computed once anyway.
        if (uses.TryGetValue(expression, out int count))
        {
            uses[expression] = count + 1;
            return;
        }

        uses.Add(expression, 1);
        foreach (Expr child in expression.Children)
        {
            Count(child, uses);
        }
    }

    /// <summary>A sign is cheaper to repeat than to name.</summary>
    private static bool IsWorthAName(Expr expression) =>
        !(
            expression is Product { Factors.Count: 2 } product
            && product.Factors[0] is Number { Value: var value }
            && value == -1
            && product.Factors[1].Children.Count == 0
        );
}
