using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The adjoint of a <see cref="BoundProgram"/>: statement by statement from the last to the first, each differentiated symbolically
/// (reverse accumulation).
/// </summary>
public static class ReverseSweep
{
    /// <summary>The reverse statements; their inputs are the adjoints of the program's outputs, named by <see cref="AdjointOf"/>.</summary>
    public static ReverseProgram Derive(BoundProgram program, CancellationToken cancellation = default)
    {
        var contributions = new Dictionary<Symbol, List<Expr>>();
        foreach ((Expr value, Symbol adjoint) in program.Outputs)
        {
            Contribute(value, adjoint);
        }

        var statements = new List<Statement>();
        foreach (Statement statement in program.Statements.Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            if (statement is ScalarStatement scalar)
            {
                Expr adjoint = Adjoint(scalar.Name, statements);
                if (!adjoint.IsZero)
                {
                    Contribute(scalar.Value, adjoint);
                }
            }
            else if (statement is RowStatement row)
            {
                Reverse(row, statements);
            }
        }

        return new ReverseProgram(statements, [.. program.Inputs.Select(i => (i, Total(i))).Where(i => !i.Item2.IsZero)]);

        void Contribute(Expr value, Expr adjoint)
        {
            foreach (Symbol symbol in Substitution.SymbolsOf(value))
            {
                Expr term = adjoint * value.Differentiate(symbol);
                if (!term.IsZero)
                {
                    (contributions.TryGetValue(symbol, out List<Expr>? list) ? list : contributions[symbol] = []).Add(term);
                }
            }
        }

        Expr Total(Symbol symbol) => contributions.TryGetValue(symbol, out List<Expr>? list) ? Expr.Sum(list) : Expr.Zero;

        // Names the adjoint of a quantity, so that its uses share one evaluation.
        Expr Adjoint(Symbol symbol, List<Statement> into)
        {
            Expr total = Total(symbol);
            if (total is Number or Symbol)
            {
                return total;
            }

            Symbol name = AdjointOf(symbol);
            into.Add(new ScalarStatement(name, total));
            return name;
        }

        void Reverse(RowStatement row, List<Statement> into)
        {
            Expr lo = Adjoint(row.Lo, into);
            Expr hi = Adjoint(row.Hi, into);
            if (lo.IsZero && hi.IsZero)
            {
                return;
            }

            var adjoints = new List<(Symbol Lo, Symbol Hi)>();
            for (int k = row.Rows.InputTerms; k < row.Rows.Weights.Count; k++)
            {
                string suffix = (k - row.Rows.InputTerms).ToString(System.Globalization.CultureInfo.InvariantCulture);
                Symbol argumentLo = Expr.Symbol(row.Rows.Name + "LoArgument" + suffix);
                Symbol argumentHi = Expr.Symbol(row.Rows.Name + "HiArgument" + suffix);
                adjoints.Add((argumentLo, argumentHi));
                Contribute(row.Rows.Arguments[k].Lo, argumentLo);
                Contribute(row.Rows.Arguments[k].Hi, argumentHi);
            }

            into.Add(new RowReverseStatement(row.Rows, lo, hi, adjoints));
        }
    }

    /// <summary>Name of the adjoint of a quantity.</summary>
    public static Symbol AdjointOf(Symbol symbol) => Expr.Symbol(symbol.Name + "Adjoint");
}

/// <summary>Reverse of a row range: from the adjoints of its ends to those of the changing arguments; the weights' adjoints are added to on
/// the way.</summary>
public sealed record RowReverseStatement(RowSumSpec Rows, Expr LoAdjoint, Expr HiAdjoint, IReadOnlyList<(Symbol Lo, Symbol Hi)> Arguments)
    : Statement;

/// <summary>The reverse statements and, per input of the program, the expression of its adjoint.</summary>
public sealed record ReverseProgram(IReadOnlyList<Statement> Statements, IReadOnlyList<(Symbol Input, Expr Adjoint)> InputAdjoints);
