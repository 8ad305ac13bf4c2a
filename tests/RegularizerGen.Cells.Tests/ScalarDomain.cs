using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains;
using RegularizerGen.Numbers;

namespace RegularizerGen.Cells.Tests;

/// <summary>The scalar bound as a domain, in doubles, by the rules as docs/theory.md and docs/tight-rules.md state them: what generated
/// code must agree with.</summary>
internal sealed partial class ScalarDomain(IReadOnlyList<WeightSlot> weights, BoundRules rules, Perturbation perturbation)
    : IStepDomain<ScalarSignal>
{
    private readonly bool isTight = rules == BoundRules.Tight;
    private readonly bool isPeak = perturbation == Perturbation.Peak;

    public ScalarSignal Sum(int node, ReadOnlySpan<Term<ScalarSignal>> terms)
    {
        var all = new List<Term<ScalarSignal>>();
        foreach (Term<ScalarSignal> term in terms)
        {
            all.Add(term);
        }

        bool IsAlike(Term<ScalarSignal> t) => t.Weight < 0 || weights[t.Weight].Spec.Kind == WeightKind.Scalar;
        double Factor(Term<ScalarSignal> t) => t.Coefficient.Value * (t.Weight < 0 ? 1 : weights[t.Weight].Positive[0]);
        bool IsScaling(Term<ScalarSignal> t) => t.HasSignal && IsAlike(t);
        Term<ScalarSignal>[] rowTerms = [.. all.Where(t => !IsAlike(t))];
        double constant = all.Where(t => !t.HasSignal && IsAlike(t)).Sum(Factor);
        (double lo, double hi) = rowTerms.Length == 0 ? (0, 0) : Rows(rowTerms);
        double[] moved = new double[Columns];
        foreach (Term<ScalarSignal> term in rowTerms.Where(t => t.HasSignal))
        {
            moved = ScalarSignal.Combine(moved, Through(term), (a, b) => a + b);
        }

        foreach (
            IGrouping<object, Term<ScalarSignal>> scaled in all.Where(IsScaling)
                .GroupBy(t => (object)t.Signal, ReferenceEqualityComparer.Instance)
        )
        {
            var signal = (ScalarSignal)scaled.Key;
            double factor = scaled.Sum(Factor);
            lo += Math.Min(factor * signal.Lo, factor * signal.Hi);
            hi += Math.Max(factor * signal.Lo, factor * signal.Hi);
            moved = ScalarSignal.Combine(moved, signal.Moved, (a, b) => a + (Math.Abs(factor) * b));
        }

        return new ScalarSignal(constant + lo, constant + hi, moved)
        {
            Terms = all.Any(t => t.Weight >= 0) ? null : [.. all.Select(t => (t.Coefficient.Value, t.HasSignal ? t.Signal : null))],
        };
    }

    public ScalarSignal Product(int node, ScalarSignal u, ScalarSignal v)
    {
        double[] corners = [u.Lo * v.Lo, u.Lo * v.Hi, u.Hi * v.Lo, u.Hi * v.Hi];
        double[] moved = ScalarSignal.Combine(u.Moved, v.Moved, (ofU, ofV) => (v.Size * ofU) + (u.Size * ofV));
        for (int k = 0; k < moved.Length && isTight && isPeak; k++)
        {
            moved[k] = Math.Min(moved[k], Math.Min(Tied(u, v, k), Tied(v, u, k)));
        }

        return new ScalarSignal(corners.Min(), corners.Max(), moved) { Factors = (u, v) };
    }

    public ScalarSignal Apply<TActivation>(int node, ScalarSignal v)
        where TActivation : IActivation
    {
        ActivationFacts facts = TActivation.Facts;
        double At(double u) => Real.ToDouble(TActivation.Value<Real>(u));
        double reach = facts.Lipschitz.Value * v.Size;
        (double lo, double hi) = facts.IsOpaque
            ? facts.AtZero is { } zero
                ? (zero.Value - reach, zero.Value + reach)
                : (facts.Min!.Value.Value, facts.Max!.Value.Value)
            : facts.IsMonotone
                ? (At(v.Lo), At(v.Hi))
                : (At(0) - reach, At(0) + reach);
        double slope = facts.SlopeFallsFromZero
            ? Real.ToDouble(TActivation.Slope<Real>(Math.Max(v.Lo, Math.Min(v.Hi, 0))))
            : facts.Lipschitz.Value;
        double[] moved = [.. v.Moved.Select(m => slope * m)];
        if (isTight && facts is { SlopeFallsFromZero: true, SlopeTimesArgument: { } product })
        {
            moved = GatedArgument(v, slope, product.Value, moved);
        }

        return new ScalarSignal(Math.Max(lo, facts.Min?.Value ?? lo), Math.Min(hi, facts.Max?.Value ?? hi), moved)
        {
            Activation = (facts, v),
        };
    }

    /// <summary>Number of states.</summary>
    public int States { get; init; }

    /// <summary>Number of inputs.</summary>
    public int Inputs { get; init; }

    /// <summary>Previous states; then of every input, what is through a matrix, and the input itself.</summary>
    private int Columns => States + (2 * Inputs);

    /// <summary>Joint range of all rows.</summary>
    private (double Lo, double Hi) Rows(Term<ScalarSignal>[] terms)
    {
        (double lo, double hi) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int row = 0; row < weights[terms[0].Weight].Positive.Length; row++)
        {
            (double low, double high) = (0, 0);
            foreach (Term<ScalarSignal> term in terms)
            {
                WeightSlot slot = weights[term.Weight];
                double c = term.Coefficient.Value;
                (double least, double most) = term.HasSignal ? (term.Signal.Lo, term.Signal.Hi) : (1, 1);
                (least, most) = (Math.Min(c * least, c * most), Math.Max(c * least, c * most));
                double negative = slot.Negative.Length > row ? slot.Negative[row] : 0;
                low += (slot.Positive[row] * least) - (negative * most);
                high += (slot.Positive[row] * most) - (negative * least);
            }

            (lo, hi) = (Math.Min(lo, low), Math.Max(hi, high));
        }

        return (lo, hi);
    }

    private double[] Through(Term<ScalarSignal> term)
    {
        WeightSlot slot = weights[term.Weight];
        double size = Math.Abs(term.Coefficient.Value);
        double[] result = [.. term.Signal.Moved.Select(m => m == 0 ? 0 : size * slot.Operator.Value * m)];
        for (int k = States; k < Columns; k += 2)
        {
            double input = term.Signal.Moved[k + 1];
            result[k + 1] = 0;
            result[k] += input == 0 ? 0 : size * slot.Input.Value * input;
        }

        return result;
    }
}
