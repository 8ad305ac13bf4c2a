using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The flattened sum Σ W_k v_k + Σ p_k∘v_k + Σ α_k v_k + b + β + constant: matrices, diagonals, biases, sums, differences and scalings
/// (constant or trainable) in one node, because splitting would loosen the range. Range: row by row, the extremum taken after the sum.
/// Deviation: Σ ‖W_k‖ dev(v_k) + Σ max|p_k| dev(v_k) + Σ |α_k| dev(v_k).
/// </summary>
internal sealed class AffineOperator : Operator
{
    public override string Name => "Affine";

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        if (Complements.AsLinear(node) is var (constant, factor, signal))
        {
            return Complements.Range(step, constant, factor, signal);
        }

        Expr lo = Expr.Sum(node.Terms.Where(t => t.Signal < 0).Select(t => Shift(step, t)).OfType<Expr>());
        var range = new Interval(lo, lo) { IsNonNegative = lo is Number { Value.Sign: >= 0 } };
        if (node.Terms.Any(t => t.Weight >= 0 && step.ScalarOf(t.Weight) is null))
        {
            range = step.RowRange(node) + range;
        }

        // All ends are added at once: one by one, a sum of n terms would take n² additions.
        var los = new List<Expr> { range.Lo };
        var his = new List<Expr> { range.Hi };
        bool isNonNegative = range.IsNonNegative;
        foreach ((int argument, Expr coefficient) in Scalings(step, node))
        {
            Interval v = step.RangeOf(argument);
            isNonNegative = isNonNegative && v.IsNonNegative && coefficient is Number { Value.Sign: > 0 };
            Interval scaled = coefficient is Number number
                ? number.Value * v
                : new Interval(Expr.Min(coefficient * v.Lo, coefficient * v.Hi), Expr.Max(coefficient * v.Lo, coefficient * v.Hi));
            los.Add(scaled.Lo);
            his.Add(scaled.Hi);
        }

        return new Interval(Expr.Sum(los), Expr.Sum(his)) { IsNonNegative = isNonNegative };
    }

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        var parts = new List<Deviation>();
        foreach (SumTerm term in node.Terms.Where(t => t.Signal >= 0 && t.Weight >= 0 && step.ScalarOf(t.Weight) is null))
        {
            Deviation through = step.Through(term.Weight, step.DeviationOf(term.Signal));
            parts.Add(Expr.Number(Rational.Abs(term.Coefficient)) * through);
        }

        foreach ((int argument, Expr coefficient) in Scalings(step, node))
        {
            parts.Add(Expr.Abs(coefficient) * step.DeviationOf(argument));
        }

        return RegularizerGen.Derivation.Deviation.Sum(parts);
    }

    /// <summary>What a term without a signal adds to every row alike: a constant or a trainable scalar; null for a bias.</summary>
    private static Expr? Shift(StepDerivation step, SumTerm term) =>
        term.Weight < 0 ? term.Coefficient
        : step.ScalarOf(term.Weight) is { } scalar ? term.Coefficient * (Expr)scalar
        : null;

    /// <summary>
    /// Per signal that is only scaled, its whole coefficient c + Σ k α: α n + (1 - α) h counts |α| dev(n) + |1 - α| dev(h), whatever the
    /// trainable α is, where term by term it would be |α| dev(n) + (1 + |α|) dev(h).
    /// </summary>
    private static IEnumerable<(int Signal, Expr Coefficient)> Scalings(StepDerivation step, NodeModel node) =>
        node
            .Terms.Where(t => t.Signal >= 0 && (t.Weight < 0 || step.ScalarOf(t.Weight) is not null))
            .GroupBy(t => t.Signal)
            .Select(g => (g.Key, Expr.Sum(g.Select(t => t.Weight < 0 ? t.Coefficient : t.Coefficient * (Expr)step.ScalarOf(t.Weight)!))));

    public override string Print(IEquationWriter writer, NodeModel node)
    {
        var text = new StringBuilder();
        foreach (SumTerm term in node.Terms)
        {
            bool negative = term.Coefficient.Sign < 0;
            Rational size = Rational.Abs(term.Coefficient);
            string[] factors =
            [
                .. size.IsOne && (term.Weight >= 0 || term.Signal >= 0) ? Array.Empty<string>() : [writer.Number(size)],
                .. term.Weight >= 0 ? [writer.Weight(term.Weight)] : Array.Empty<string>(),
                .. term.Signal >= 0 ? [writer.Signal(term.Signal)] : Array.Empty<string>(),
            ];
            text.Append(
                    text.Length == 0 ? (negative ? "-" : "")
                    : negative ? " - "
                    : " + "
                )
                .Append(string.Join(writer.ProductSign, factors));
        }

        return text.ToString();
    }
}
