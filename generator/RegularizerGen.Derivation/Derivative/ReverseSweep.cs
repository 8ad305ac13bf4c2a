using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// Reverse accumulation over a block: statement by statement from the last to the first; formulas are differentiated symbolically,
/// functions of the runtime bring their own adjoints, which add to those of their arguments.
/// </summary>
/// <param name="accumulated">Quantities whose adjoints were added to before.</param>
internal sealed class ReverseSweep(IEnumerable<Symbol> accumulated)
{
    private readonly Dictionary<Symbol, List<Expr>> contributions = [];
    private readonly List<Symbol> order = [];
    private readonly HashSet<Symbol> accumulated = [.. accumulated];
    private readonly List<Statement> statements = [];

    /// <summary>Quantities from outside of the block whose adjoints were added to.</summary>
    public IEnumerable<Symbol> Accumulated => accumulated;

    public IReadOnlyList<Statement> Derive(BoundBlock block, IReadOnlyList<Interval> next, CancellationToken cancellation)
    {
        foreach (Coefficient coefficient in block.Coefficients)
        {
            Contribute(coefficient.Value, coefficient.Adjoint);
        }

        for (int state = 0; state < next.Count; state++)
        {
            Contribute(next[state].Lo, ReverseProgram.NextAdjoint(state, isHi: false));
            Contribute(next[state].Hi, ReverseProgram.NextAdjoint(state, isHi: true));
        }

        foreach (Statement statement in block.Statements.Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            Reverse(statement);
        }

        // What is left belongs to quantities from outside of the block.
        foreach (Symbol symbol in order.Where(contributions.ContainsKey).ToArray())
        {
            Store(symbol);
        }

        accumulated.ExceptWith(block.Statements.SelectMany(s => s.Defined));
        return statements;
    }

    private void Reverse(Statement statement)
    {
        switch (statement)
        {
            case ScalarStatement scalar when HasAdjoint(scalar.Name):
                Contribute(scalar.Value, Adjoint(scalar.Name));
                break;
            case RangeStatement range:
                foreach ((Symbol end, Expr value) in new[] { (range.Name.Hi, range.Value.Hi), (range.Name.Lo, range.Value.Lo) })
                {
                    if (HasAdjoint(end))
                    {
                        Contribute(value, Adjoint(end));
                    }
                }

                break;
            case RowStatement row when HasAdjoint(row.Lo) || HasAdjoint(row.Hi):
                Store(row.Lo);
                Store(row.Hi);
                Accumulate(row.Mentioned);
                statements.Add(new RowReverseStatement(row));
                break;
            case CallStatement call when call.Defined.Any(HasAdjoint):
                Expr[] adjoints = [.. call.Results.Where(r => !r.IsHeld).SelectMany(Adjoints)];
                Accumulate(call.Arguments.Where(a => !a.IsHeld).SelectMany(a => a.Symbols));
                statements.Add(new CallReverseStatement(call, adjoints));
                break;
        }
    }

    /// <summary>The adjoints of a result: of a range both ends are stored.</summary>
    private IEnumerable<Expr> Adjoints(Quantity result)
    {
        if (result.Kind == QuantityKind.Number)
        {
            return [Adjoint(result.Symbols[0])];
        }

        foreach (Symbol symbol in result.Symbols)
        {
            Store(symbol);
        }

        return [];
    }

    private bool HasAdjoint(Symbol symbol) => accumulated.Contains(symbol) || contributions.ContainsKey(symbol);

    /// <summary>The adjoint of a quantity: a name or number that stands for it already, or stored under its own name.</summary>
    private Expr Adjoint(Symbol symbol)
    {
        if (!accumulated.Contains(symbol))
        {
            Expr total = contributions.TryGetValue(symbol, out List<Expr>? list) ? Expr.Sum(list) : Expr.Zero;
            if (total is Number or Symbol)
            {
                contributions.Remove(symbol);
                return total;
            }
        }

        Store(symbol);
        return ReverseProgram.AdjointOf(symbol);
    }

    /// <summary>Adds what was contributed to the adjoint under the quantity's own name.</summary>
    private void Store(Symbol symbol)
    {
        if (contributions.TryGetValue(symbol, out List<Expr>? list))
        {
            contributions.Remove(symbol);
            Expr total = Expr.Sum(list);
            bool isFirst = accumulated.Add(symbol);
            if (!total.IsZero)
            {
                statements.Add(new AdjointStatement(ReverseProgram.AdjointOf(symbol), total, isFirst));
            }
        }
    }

    private void Accumulate(IEnumerable<Symbol> symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            accumulated.Add(symbol);
        }
    }

    private void Contribute(Expr value, Expr adjoint)
    {
        foreach ((Symbol symbol, Expr derivative) in Gradient(value))
        {
            Expr term = adjoint * derivative;
            if (!term.IsZero)
            {
                if (!contributions.TryGetValue(symbol, out List<Expr>? list))
                {
                    contributions[symbol] = list = [];
                    order.Add(symbol);
                }

                list.Add(term);
            }
        }
    }

    /// <summary>The partial derivatives; each looks only at those terms of a sum in which its symbol occurs.</summary>
    private static IEnumerable<(Symbol Symbol, Expr Derivative)> Gradient(Expr value)
    {
        if (value is not Sum sum)
        {
            return Substitution.SymbolsOf(value).Where(StepDerivation.HasDerivative).Select(s => (s, value.Differentiate(s)));
        }

        var terms = new SortedDictionary<Symbol, List<Expr>>();
        foreach (Expr term in sum.Terms)
        {
            foreach (Symbol symbol in Substitution.SymbolsOf(term).Where(StepDerivation.HasDerivative))
            {
                if (!terms.TryGetValue(symbol, out List<Expr>? list))
                {
                    terms.Add(symbol, list = []);
                }

                list.Add(term);
            }
        }

        return terms.Select(s => (s.Key, Expr.Sum(s.Value.Select(t => t.Differentiate(s.Key)))));
    }
}
