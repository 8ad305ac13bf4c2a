using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Reverse accumulation over a printed bound, executed: derivatives of a weighted sum of all that it gives with respect to all that
/// it starts from.</summary>
internal sealed class ReverseExecution
{
    private readonly BoundExecution bound;
    private readonly Dictionary<string, double> adjoints;

    /// <param name="bound">The bound where it is differentiated.</param>
    /// <param name="seeds">Weights of the sum by the names of the adjoints of coefficients and of ends of new ranges.</param>
    public ReverseExecution(BoundExecution bound, IReadOnlyDictionary<string, double> seeds)
    {
        this.bound = bound;
        adjoints = new(seeds, StringComparer.Ordinal);
        var block = BoundBlock.Create(new StepBranch(bound.Step.Statements, bound.Step.A, bound.Step.B), "shared");
        foreach (ScalarStatement named in block.Statements.Skip(bound.Step.Statements.Count).Cast<ScalarStatement>())
        {
            bound.Define(named);
        }

        foreach (Statement statement in new ReverseSweep([]).Derive(block, bound.Step.Next, default))
        {
            Run(statement);
        }
    }

    /// <summary>The derivative with respect to a quantity that the step starts from.</summary>
    public double this[string name] => adjoints.GetValueOrDefault(ReverseProgram.AdjointOf(Expr.Symbol(name)).Name);

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case AdjointStatement adjoint:
                double before = adjoint.IsFirst ? 0 : adjoints[adjoint.Name.Name];
                adjoints[adjoint.Name.Name] = before + At(adjoint.Value);
                break;
            case RowReverseStatement { Row: var row }:
                List<(double Lo, double Hi)> ends = bound.Ends(row.Rows);
                Spread(row.Rows, ends.IndexOf(ends.MinBy(e => e.Lo)), this[row.Lo.Name], isHi: false);
                Spread(row.Rows, ends.IndexOf(ends.MaxBy(e => e.Hi)), this[row.Hi.Name], isHi: true);
                break;
            default:
                throw new InvalidOperationException($"{statement} is no formula.");
        }
    }

    /// <summary>What the end of one row hands to the ends of its arguments: the sums of its positive weights and of its negative
    /// ones.</summary>
    private void Spread(RowSumSpec spec, int row, double adjoint, bool isHi)
    {
        foreach ((int weight, Interval argument) in spec.Weights.Zip(spec.Arguments).Skip(spec.InputTerms))
        {
            double[] entries = bound.Weight(weight)[row];
            (double positive, double negative) = (entries.Sum(w => Math.Max(w, 0)), entries.Sum(w => Math.Min(w, 0)));
            Add(argument.Lo, adjoint * (isHi ? negative : positive));
            Add(argument.Hi, adjoint * (isHi ? positive : negative));
        }
    }

    private void Add(Expr end, double adjoint)
    {
        foreach (Symbol symbol in Substitution.SymbolsOf(end).Where(StepDerivation.HasDerivative))
        {
            string name = ReverseProgram.AdjointOf(symbol).Name;
            adjoints[name] = adjoints.GetValueOrDefault(name) + (adjoint * bound.At(end.Differentiate(symbol)));
        }
    }

    private double At(Expr value) => value.Evaluate(name => adjoints.TryGetValue(name, out double adjoint) ? adjoint : bound.Value(name));
}
