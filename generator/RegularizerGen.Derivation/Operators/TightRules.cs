using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// What the tight rules share (proofs: docs/tight-rules.md). Each is a maximum over the value of a gate, attained at a point that is known
/// in closed form and clamped to the gate's range; the point is fixed for differentiation, since its own change does not change the maximum
/// to first order.
/// </summary>
internal static class TightRules
{
    /// <summary>A signal offset + factor·t, where t is an activation whose slope is known by its value: t' = (t - min)(max - t)
    /// pre'.</summary>
    /// <param name="Signal">t.</param>
    /// <param name="Pre">The argument of the activation.</param>
    /// <param name="Offset">Constant part.</param>
    /// <param name="Factor">Factor greater than 0.</param>
    /// <param name="Min">Lower end of the values of t.</param>
    /// <param name="Max">Upper end of the values of t.</param>
    public sealed record TiedSignal(int Signal, int Pre, Rational Offset, Rational Factor, Rational Min, Rational Max)
    {
        /// <summary>Whether the signal is t itself.</summary>
        public bool IsPlain => Offset.IsZero && Factor.IsOne;

        /// <summary>Half of what the values of t span: where the slope is largest, seen from either end.</summary>
        public Rational Half => (Max - Min) * Rational.Half;
    }

    /// <summary>The signal as a tied one; null where it is none.</summary>
    public static TiedSignal? FindTie(StepDerivation step, int signal)
    {
        (Rational offset, Rational factor, int inner) = Complements.AsLinear(step, signal);
        NodeModel node = step.NodeOf(inner);
        return
            factor.Sign > 0
            && OperatorTable.ActivationOf(node) is { IsLogistic: true } activation
            && activation.Facts(node) is { Min: { } min, Max: { } max }
            ? new TiedSignal(inner, node.Arguments[0], offset, factor, min, max)
            : null;
    }

    /// <summary>
    /// max over m = |t| in its range of m A + (m - min)(max - m) D: the deviation of a product t∘v under peak perturbations, where A is the
    /// deviation of v and D = |v|·(deviation of the argument of t). Concave, largest A/(2D) above the middle. m and its distances from both
    /// ends are clamped each by itself, since the difference of two near numbers has no accuracy.
    /// </summary>
    public static Expr Product(StepDerivation step, string name, TiedSignal tie, Expr a, Expr d)
    {
        (Interval t, Interval above, Interval below) = Distances(step, tie);
        Expr shift = step.Define(name + "Shift", Expr.Apply(ScalarFunctions.Fixed, a / (2 * d)));
        Expr size;
        Expr up;
        Expr down;
        if (tie.Min.IsZero)
        {
            size = up = Clamped(step, name + "At", tie.Half + shift, above.Lo, above.Hi);
            down = Clamped(step, name + "Rest", tie.Half - shift, below.Lo, below.Hi);
        }
        else
        {
            // Even in t: min = -max, and m runs from the point of the range that is nearest to 0.
            Expr least = step.Define(name + "Least", Expr.Max(Expr.Max(t.Lo, -t.Hi), Expr.Zero));
            size = Clamped(step, name + "At", shift, least, step.MagnitudeOf(tie.Signal));
            up = size + tie.Max;
            Expr widest = Expr.Min(Expr.Min(below.Hi, above.Hi), tie.Max);
            down = Clamped(step, name + "Rest", tie.Half - shift, Expr.Min(below.Lo, above.Lo), widest);
        }

        return Expr.Apply(ScalarFunctions.UpperEnd, (size * a) + (up * down * d));
    }

    /// <summary>
    /// max over t in its range of z α + (1-z) β + factor·(t - min)(max - t) G with z = offset + factor·t: the deviation of a blend under
    /// peak perturbations, where G is the gap of its arguments times the deviation of the argument of t. Concave, largest (α - β)/(2G)
    /// above the middle.
    /// </summary>
    public static Expr Blend(StepDerivation step, string name, TiedSignal tie, Expr alpha, Expr beta, Expr g)
    {
        (_, Interval above, Interval below) = Distances(step, tie);
        Expr shift = step.Define(name + "Shift", Expr.Apply(ScalarFunctions.Fixed, (alpha - beta) / (2 * g)));
        Expr up = Clamped(step, name + "At", tie.Half + shift, above.Lo, above.Hi);
        Expr down = Clamped(step, name + "Rest", tie.Half - shift, below.Lo, below.Hi);
        Expr z = (tie.Offset + (tie.Factor * tie.Min)) + (tie.Factor * up);
        Expr other = (1 - tie.Offset - (tie.Factor * tie.Max)) + (tie.Factor * down);
        return Expr.Apply(ScalarFunctions.UpperEnd, (z * alpha) + (other * beta) + (tie.Factor * up * down * g));
    }

    /// <summary>
    /// max over s in [0, 1] of α √u + β √w, with u = z_lo² (1-s) + z_hi² s and w = (1-z_lo)² (1-s) + (1-z_hi)² s: the Euclidean norm of a
    /// blend whose units choose their gates, (u, w) running over the chord between the ends. Concave, largest where α² p² w = β² q² u, p
    /// and q being what u gains and w loses on the chord.
    /// </summary>
    public static Expr EuclideanBlend(StepDerivation step, string name, Interval z, Interval other, Expr alpha, Expr beta)
    {
        Expr p = step.Define(name + "Gain", Expr.Square(z.Hi) - Expr.Square(z.Lo));
        Expr q = step.Define(name + "Loss", Expr.Square(other.Hi) - Expr.Square(other.Lo));
        Expr at = (p * q).IsZero ? Expr.Zero : Place(); // of a constant gate the chord is a point
        Expr Chord(Expr from, Expr to) => Expr.Sqrt((Expr.Square(from) * (1 - at)) + (Expr.Square(to) * at));
        return Expr.Apply(ScalarFunctions.UpperEnd, (alpha * Chord(z.Lo, z.Hi)) + (beta * Chord(other.Hi, other.Lo)));

        Expr Place()
        {
            Expr larger = step.Define(name + "Larger", Expr.Max(alpha, beta));
            Expr ap = step.Define(name + "ShareA", Expr.Square(alpha / larger) * p); // only the ratio matters, and squares of shares cannot overflow
            Expr bq = step.Define(name + "ShareB", Expr.Square(beta / larger) * q);
            Expr point = ((ap * p * Expr.Square(other.Hi)) - (bq * q * Expr.Square(z.Lo))) / (p * q * (ap + bq));
            return Clamped(step, name + "At", Expr.Apply(ScalarFunctions.Fixed, point), Expr.Zero, Expr.One);
        }
    }

    /// <summary>Ranges of t, of t - min and of max - t.</summary>
    private static (Interval Signal, Interval AboveMin, Interval BelowMax) Distances(StepDerivation step, TiedSignal tie)
    {
        Interval t = step.RangeOf(tie.Signal);
        return (t, tie.Min.IsZero ? t : Complements.AboveMin(step, tie.Signal)!, Complements.BelowMax(step, tie.Signal)!);
    }

    /// <summary>
    /// φ of a sum p = u∘v + R with a logistic gate u: what the gate's own deviation ζ adds, φ'(p)|v|u(1-u) ζ, is at most (1 - u_lo)(κ +
    /// slope·|R|) ζ with κ = max |p|φ'(p), since |u v| ≤ |p| + |R|. The smaller of this and the plain slope·dev(p), for each gated term of
    /// p.
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
                if (FindTie(step, gated.Arguments[factor]) is { IsPlain: true, Min.IsZero: true, Max.IsOne: true } tie)
                {
                    plain = Gated(step, $"{node.Name}{k}{factor}", plain, slope, product, terms, k, tie, gated.Arguments[1 - factor]);
                }
            }
        }

        return plain;
    }

    private static Deviation Gated(
        StepDerivation step,
        string name,
        Deviation plain,
        Expr slope,
        Rational product,
        SumTerm[] terms,
        int term,
        TiedSignal tie,
        int other
    )
    {
        var rest = new Interval(Expr.Zero, Expr.Zero);
        Deviation held = Expr.Number(Rational.Abs(terms[term].Coefficient)) * (step.MagnitudeOf(tie.Signal) * step.DeviationOf(other));
        foreach (SumTerm t in terms.Where((_, k) => k != term))
        {
            rest += t.Signal < 0 ? new Interval(t.Coefficient, t.Coefficient) : t.Coefficient * step.RangeOf(t.Signal);
            held += t.Signal < 0 ? Deviation.None : Expr.Number(Rational.Abs(t.Coefficient)) * step.DeviationOf(t.Signal);
        }

        Deviation ofGate = step.DeviationOf(tie.Pre);
        Expr reach = step.Define(name + "Reach", Complements.Of(step, tie.Signal).Hi * (product + (slope * rest.Magnitude)));
        Deviation bounded = Deviation.Combine(held, ofGate, (_, h, g) => (slope * h) + (reach * g));
        return Deviation.Combine(
            plain,
            bounded,
            (source, a, b) => ofGate[source].IsZero ? a : step.Define(name + step.NameOf(source) + "Dev", Expr.Min(a, b))
        );
    }

    private static Expr Clamped(StepDerivation step, string name, Expr point, Expr least, Expr most) =>
        step.Define(name, Expr.Max(least, Expr.Min(most, point)));
}
