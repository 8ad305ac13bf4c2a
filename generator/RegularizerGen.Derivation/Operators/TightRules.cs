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
        Expr at = Clamped(step, name, ((ap * p * Expr.Square(1 - z.Lo)) - (bq * q * Expr.Square(z.Lo))) / (p * q * (ap + bq)), Expr.Zero, Expr.One);
        return (alpha * Expr.Sqrt(Expr.Square(z.Lo) + (p * at))) + (beta * Expr.Sqrt(Expr.Max(Expr.Zero, Expr.Square(1 - z.Lo) - (q * at))));
    }

    private static Expr Clamped(StepDerivation step, string name, Expr point, Expr least, Expr most) =>
        step.Define(name + "At", Expr.Max(least, Expr.Min(most, Expr.Apply(ScalarFunctions.Fixed, point))));
}
