using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The flattened sum Σ W_k v_k + Σ p_k∘v_k + Σ α_k v_k + b + constant: matrices, diagonals, biases, sums, differences and scalings
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

        Expr lo = node.Terms.Where(t => t.Weight < 0 && t.Signal < 0).Aggregate(Expr.Zero, (sum, t) => sum + t.Coefficient);
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

    /// <summary>
    /// Per signal that is only scaled, its whole coefficient c + Σ k α: α n + (1 - α) h counts |α| dev(n) + |1 - α| dev(h), whatever the
    /// trainable α is, where term by term it would be |α| dev(n) + (1 + |α|) dev(h).
    /// </summary>
    private static IEnumerable<(int Signal, Expr Coefficient)> Scalings(StepDerivation step, NodeModel node) =>
        node
            .Terms.Where(t => t.Signal >= 0 && (t.Weight < 0 || step.ScalarOf(t.Weight) is not null))
            .GroupBy(t => t.Signal)
            .Select(g => (g.Key, Expr.Sum(g.Select(t => t.Weight < 0 ? t.Coefficient : t.Coefficient * (Expr)step.ScalarOf(t.Weight)!))));

    public override void Forward(IKernelWriter writer, NodeModel node)
    {
        bool prepared = writer.IsPrepared(node);
        if (!prepared)
        {
            Rational constant = node
                .Terms.Where(t => t.Weight < 0 && t.Signal < 0)
                .Aggregate(Rational.Zero, (sum, t) => sum + t.Coefficient);
            writer.Line($"{writer.Own}.Fill({writer.Literal(constant)});");
        }

        AddTerms(writer, node, writer.Value, writer.Own);
    }

    /// <summary>Linear: the same terms on the tangents, without biases and constants.</summary>
    public override void Tangent(IKernelWriter writer, NodeModel node)
    {
        if (!writer.IsPrepared(node))
        {
            writer.Line($"{writer.OwnTangent}.Clear();");
        }

        AddTerms(writer, node, writer.Tangent, writer.OwnTangent);
    }

    public override void TangentBackward(IKernelWriter writer, NodeModel node)
    {
        // Linear: the tangent owes nothing to the values of the arguments, and what it owes to weights is a weight gradient.
    }

    private static void AddTerms(IKernelWriter writer, NodeModel node, Func<int, string> signal, string target)
    {
        foreach (SumTerm term in node.Terms.Where(t => t.Signal >= 0))
        {
            if (term.Weight >= 0)
            {
                writer.AddProduct(term, signal(term.Signal), target);
            }
            else if (term.Coefficient.IsOne)
            {
                writer.Line($"TensorPrimitives.Add<T>({target}, {signal(term.Signal)}, {target});");
            }
            else
            {
                writer.Line(
                    $"TensorPrimitives.MultiplyAdd<T>({signal(term.Signal)}, {writer.Literal(term.Coefficient)}, {target}, {target});"
                );
            }
        }
    }

    public override void Backward(IKernelWriter writer, NodeModel node)
    {
        string adjoint = writer.Adjoint(node);
        foreach (SumTerm term in node.Terms.Where(t => t.Signal >= 0))
        {
            if (term.Weight >= 0)
            {
                writer.ContributeProduct(node, term);
            }
            else if (term.Coefficient.IsOne)
            {
                writer.Contribute(term.Signal, $"{adjoint}.CopyTo({{0}});", $"TensorPrimitives.Add<T>({{0}}, {adjoint}, {{0}});");
            }
            else
            {
                string factor = writer.Literal(term.Coefficient);
                writer.Contribute(
                    term.Signal,
                    $"TensorPrimitives.Multiply<T>({adjoint}, {factor}, {{0}});",
                    $"TensorPrimitives.MultiplyAdd<T>({adjoint}, {factor}, {{0}}, {{0}});"
                );
            }
        }
    }

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
