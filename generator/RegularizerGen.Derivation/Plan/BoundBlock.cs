using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Statements, and the entries of A and B that they give.</summary>
public sealed record BoundBlock(IReadOnlyList<Statement> Statements, IReadOnlyList<Coefficient> Coefficients)
{
    /// <summary>All names that are read.</summary>
    public IEnumerable<Symbol> Mentioned =>
        Statements.SelectMany(s => s.Mentioned).Concat(Coefficients.SelectMany(c => Substitution.SymbolsOf(c.Value)));

    /// <summary>What a branch computes, the common subexpressions of A and B named.</summary>
    public static BoundBlock Create(StepBranch branch, string prefix)
    {
        Coefficient[] coefficients =
        [
            .. branch.A.SelectMany(
                (row, r) => row.Select((value, state) => new Coefficient(r, state, value)).Append(new Coefficient(r, null, branch.B[r]))
            ),
        ];
        (IReadOnlyList<Definition> named, IReadOnlyList<Expr> values) = CommonSubexpressions.Eliminate(
            [.. coefficients.Select(c => c.Value)],
            prefix
        );
        return new BoundBlock(
            [.. branch.Statements, .. named.Select(d => new ScalarStatement(d.Name, d.Value))],
            [.. coefficients.Select((c, k) => c with { Value = values[k] })]
        );
    }

    /// <summary>The given statements, and what both branches do alike after them.</summary>
    public BoundBlock Common(BoundBlock other, IReadOnlyList<Statement> before)
    {
        HashSet<Statement> others = [.. other.Statements];
        HashSet<Coefficient> otherCoefficients = [.. other.Coefficients];
        HashSet<Symbol> differing = [];
        var common = new List<Statement>(before);
        foreach (Statement statement in Statements)
        {
            if (others.Contains(statement) && !statement.Mentioned.Any(differing.Contains))
            {
                common.Add(statement);
            }
            else
            {
                differing.UnionWith(statement.Defined);
            }
        }

        return new BoundBlock(
            common,
            [.. Coefficients.Where(c => otherCoefficients.Contains(c) && !Substitution.SymbolsOf(c.Value).Any(differing.Contains))]
        );
    }

    /// <summary>The same with affine sums as early as what they read allows: functions that do not wait for each other then stand side by
    /// side, and a processor computes several of them at once.</summary>
    public BoundBlock WithSumsEarly()
    {
        var statements = new List<Statement>();
        foreach (Statement statement in Statements)
        {
            HashSet<Symbol> read = [.. statement.Mentioned];
            int place =
                statement is RowStatement
                    ? statements.FindLastIndex(s => s is RowStatement || s.Defined.Any(read.Contains)) + 1
                    : statements.Count;
            statements.Insert(place, statement);
        }

        return this with
        {
            Statements = statements,
        };
    }

    /// <summary>What is not in another block.</summary>
    public BoundBlock Without(BoundBlock other)
    {
        HashSet<Statement> statements = [.. other.Statements];
        HashSet<Coefficient> coefficients = [.. other.Coefficients];
        return new([.. Statements.Where(s => !statements.Contains(s))], [.. Coefficients.Where(c => !coefficients.Contains(c))]);
    }
}

/// <summary>An entry of A, by a previous state, or of B.</summary>
public sealed record Coefficient(int Row, int? State, Expr Value)
{
    /// <summary>Name of its adjoint.</summary>
    public Symbol Adjoint => Expr.Symbol(State is { } state ? Invariant($"dA{Row}_{state}") : Invariant($"dB{Row}"));

    private static string Invariant(System.FormattableString text) => System.FormattableString.Invariant(text);
}
