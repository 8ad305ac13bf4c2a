using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// What the tight rules share (proofs: docs/tight-rules.md). Each is a maximum over the value of a gate, attained at a point that is known in closed form and clamped
/// to the gate's range; the point is fixed for differentiation, since its own change does not change the maximum to first order.
/// </summary>
internal static class TightRules
{
    /// <summary>A signal offset + factor·t, where t is an activation whose slope is known by its value: t' = (constant + linear·t - t²) pre'.</summary>
    /// <param name="Signal">t.</param>
    /// <param name="Pre">The argument of the activation.</param>
    /// <param name="Offset">Constant part.</param>
    /// <param name="Factor">Factor greater than 0.</param>
    /// <param name="Constant">Of the slope.</param>
    /// <param name="Linear">Of the slope.</param>
    public sealed record TiedSignal(int Signal, int Pre, Rational Offset, Rational Factor, Rational Constant, Rational Linear);

    /// <summary>The signal as a tied one; null where it is none.</summary>
    public static TiedSignal? FindTie(StepDerivation step, int signal)
    {
        NodeModel node = step.NodeOf(signal);
        Rational offset = 0;
        Rational factor = 1;
        if (node.Operator == OperatorTable.Affine.Name)
        {
            SumTerm[] signals = [.. node.Terms.Where(t => t.Signal >= 0)];
            if (signals is not [{ Weight: < 0, Coefficient.Sign: > 0 } only] || node.Terms.Any(t => t.Weight >= 0))
            {
                return null;
            }

            offset = node.Terms.Where(t => t.Signal < 0).Aggregate(Rational.Zero, (sum, t) => sum + t.Coefficient);
            factor = only.Coefficient;
            signal = only.Signal;
            node = step.NodeOf(signal);
        }

        return OperatorTable.ActivationOf(node)?.SlopeByValue is { } slope ? new TiedSignal(signal, node.Arguments[0], offset, factor, slope.Constant, slope.Linear) : null;
    }

    /// <summary>
    /// max over |t| in its range of |t| A + (constant + linear |t| - t²) D: the deviation of a product t∘v under peak perturbations, where A is the deviation of v and
    /// D = |v|·(deviation of the argument of t). Concave, largest at linear/2 + A/(2D).
    /// </summary>
    public static Expr Product(StepDerivation step, string name, TiedSignal tie, Expr a, Expr d)
    {
        Interval t = step.RangeOf(tie.Signal);
        Expr least = t.IsNonNegative ? t.Lo : Expr.Max(Expr.Max(t.Lo, -t.Hi), Expr.Zero);
        Expr at = Clamped(step, name, tie.Linear * Rational.Half + (a / (2 * d)), least, step.MagnitudeOf(tie.Signal));
        return (at * a) + ((tie.Constant + (tie.Linear * at) - Expr.Square(at)) * d);
    }

    /// <summary>
    /// max over t in its range of z α + (1-z) β + factor·(constant + linear t - t²) G with z = offset + factor·t: the deviation of a blend under peak perturbations,
    /// where G is the gap of its arguments times the deviation of the argument of t. Concave, largest at linear/2 + (α - β)/(2G).
    /// </summary>
    public static Expr Blend(StepDerivation step, string name, TiedSignal tie, Expr alpha, Expr beta, Expr g)
    {
        Interval t = step.RangeOf(tie.Signal);
        Expr at = Clamped(step, name, tie.Linear * Rational.Half + ((alpha - beta) / (2 * g)), t.Lo, t.Hi);
        Expr z = tie.Offset + (tie.Factor * at);
        return (z * alpha) + ((1 - z) * beta) + (tie.Factor * (tie.Constant + (tie.Linear * at) - Expr.Square(at)) * g);
    }

    /// <summary>
    /// max over s in [0, 1] of α √u + β √w, with u = z_lo² + p s and w = (1-z_lo)² - q s, p = z_hi² - z_lo², q = (1-z_lo)² - (1-z_hi)²: the Euclidean norm of a blend whose
    /// units choose their gates, (u, w) running over the chord between the ends. Concave, largest where α² p² w = β² q² u.
    /// </summary>
    public static Expr EuclideanBlend(StepDerivation step, string name, Interval z, Expr alpha, Expr beta)
    {
        Expr p = Expr.Square(z.Hi) - Expr.Square(z.Lo);
        Expr q = Expr.Square(1 - z.Lo) - Expr.Square(1 - z.Hi);
        Expr ap = Expr.Square(alpha) * p;
        Expr bq = Expr.Square(beta) * q;

        // Of a constant gate the chord is a point.
        Expr at = (p * q).IsZero ? Expr.Zero
            : Clamped(step, name, ((ap * p * Expr.Square(1 - z.Lo)) - (bq * q * Expr.Square(z.Lo))) / (p * q * (ap + bq)), Expr.Zero, Expr.One);
        return (alpha * Expr.Sqrt(Expr.Square(z.Lo) + (p * at))) + (beta * Expr.Sqrt(Expr.Max(Expr.Zero, Expr.Square(1 - z.Lo) - (q * at))));
    }

    /// <summary>
    /// φ of a sum p = u∘v + R with a logistic gate u: what the gate's own deviation ζ adds, φ'(p)|v|u(1-u) ζ, is at most (1 - u_lo)(κ + slope·|R|) ζ with κ = max |p|φ'(p),
    /// since |u v| ≤ |p| + |R|. The smaller of this and the plain slope·dev(p), for each gated term of p.
    /// </summary>
    public static Deviation GatedArgument(StepDerivation step, NodeModel node, Expr slope, Rational product)
    {
        Deviation plain = slope * step.DeviationOf(node.Arguments[0]);
        NodeModel argument = step.NodeOf(node.Arguments[0]);
        SumTerm[] terms = argument.Operator == OperatorTable.Affine.Name ? [.. argument.Terms] : [new SumTerm(1, -1, node.Arguments[0])];
        if (terms.Any(t => t.Weight >= 0))
        {
            return plain;
        }

        for (int k = 0; k < terms.Length; k++)
        {
            NodeModel gated = terms[k].Signal >= 0 ? step.NodeOf(terms[k].Signal) : node;
            for (int factor = 0; factor < 2 && gated.Operator == OperatorTable.Hadamard.Name; factor++)
            {
                if (FindTie(step, gated.Arguments[factor]) is { Constant.IsZero: true, Linear.IsOne: true, Offset.IsZero: true, Factor.IsOne: true } tie)
                {
                    plain = Gated(step, $"{node.Name}{k}{factor}", plain, slope, product, terms, k, tie, gated.Arguments[1 - factor]);
                }
            }
        }

        return plain;
    }

    private static Deviation Gated(StepDerivation step, string name, Deviation plain, Expr slope, Rational product, SumTerm[] terms, int term, TiedSignal tie, int other)
    {
        var rest = new Interval(Expr.Zero, Expr.Zero);
        Deviation held = Expr.Number(Rational.Abs(terms[term].Coefficient)) * (step.MagnitudeOf(tie.Signal) * step.DeviationOf(other));
        foreach (SumTerm t in terms.Where((_, k) => k != term))
        {
            rest += t.Signal < 0 ? new Interval(t.Coefficient, t.Coefficient) : t.Coefficient * step.RangeOf(t.Signal);
            held += t.Signal < 0 ? Deviation.None : Expr.Number(Rational.Abs(t.Coefficient)) * step.DeviationOf(t.Signal);
        }

        Deviation ofGate = step.DeviationOf(tie.Pre);
        Expr reach = step.Define(name + "Reach", (1 - step.RangeOf(tie.Signal).Lo) * (product + (slope * rest.Magnitude)));
        Deviation bounded = Deviation.Combine(held, ofGate, (_, h, g) => (slope * h) + (reach * g));
        return Deviation.Combine(plain, bounded, (source, a, b) => ofGate[source].IsZero ? a : step.Define(name + step.NameOf(source) + "Dev", Expr.Min(a, b)));
    }

    private static Expr Clamped(StepDerivation step, string name, Expr point, Expr least, Expr most) =>
        step.Define(name + "At", Expr.Max(least, Expr.Min(most, Expr.Apply(ScalarFunctions.Fixed, point))));
}
