using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// What the tight rules share (proofs: docs/tight-rules.md): which signals are tied, and the arguments of the rules. The rules themselves
/// are functions of the runtime (src/RegularizerGen/Bounds/Rules).
/// </summary>
internal static class TightRules
{
    /// <summary>Gated terms of a sum that <see cref="GatedArgument"/> looks at, each with all others: more would make a long sum grow with
    /// its square. Every one is a bound of its own, so that leaving some out is right, too; published cells have up to three.</summary>
    private const int MostGated = 16;

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

    /// <summary>The tied activation as an argument: |t|, and what is left of it below its largest value.</summary>
    public static Quantity Tie(StepDerivation step, TiedSignal tie) =>
        step.CallTie(
            OperatorTable.Of(step.NodeOf(tie.Signal)).Name + "Tie",
            step.NodeOf(tie.Signal).Name + "Tie",
            step.SignalRange(tie.Signal),
            step.SignalRange(tie.Pre) with
            {
                IsHeld = true, // a complement has its derivative by the value
            }
        );

    /// <summary>The deviation of a signal with respect to one source as an argument.</summary>
    public static Quantity MovedArgument(StepDerivation step, int signal, Source source) =>
        step.NumberArgument(step.NodeOf(signal).Name + step.NameOf(source), step.DeviationOf(signal)[source]);

    /// <summary>Ranges of t - min and of max - t.</summary>
    public static Quantity[] Distances(StepDerivation step, TiedSignal tie)
    {
        string name = step.NodeOf(tie.Signal).Name;
        Interval above = tie.Min.IsZero ? step.RangeOf(tie.Signal) : Complements.AboveMin(step, tie.Signal)!;
        return
        [
            step.RangeArgument(name + "AboveMin", above),
            step.RangeArgument(name + "BelowMax", Complements.BelowMax(step, tie.Signal)!),
        ];
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

        int tried = 0;
        for (int k = 0; k < terms.Length && tried < MostGated; k++)
        {
            NodeModel gated = terms[k].Signal >= 0 ? step.NodeOf(terms[k].Signal) : node;
            for (int factor = 0; factor < 2 && gated.Operator == OperatorTable.Hadamard.Name; factor++)
            {
                if (FindTie(step, gated.Arguments[factor]) is { IsPlain: true, Min.IsZero: true, Max.IsOne: true } tie)
                {
                    tried++;
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
        SumTerm[] others = [.. terms.Where((_, k) => k != term)];
        var rest = Interval.Sum(
            others.Select(t => t.Signal < 0 ? new Interval(t.Coefficient, t.Coefficient) : t.Coefficient * step.RangeOf(t.Signal))
        );
        Deviation held = RegularizerGen.Derivation.Deviation.Sum(
            others
                .Where(t => t.Signal >= 0)
                .Select(t => Expr.Number(Rational.Abs(t.Coefficient)) * step.DeviationOf(t.Signal))
                .Prepend(Expr.Number(Rational.Abs(terms[term].Coefficient)) * (step.MagnitudeOf(tie.Signal) * step.DeviationOf(other)))
        );
        Expr size =
            others is [] ? Expr.Zero
            : others is [{ Signal: >= 0 } only] ? Expr.Number(Rational.Abs(only.Coefficient)) * step.MagnitudeOf(only.Signal)
            : step.Magnitude(name + "Rest", rest);
        Deviation ofGate = step.DeviationOf(tie.Pre);
        Expr reach = step.Define(name + "Reach", Complements.Of(step, tie.Signal).Hi * (product + (slope * size)));
        return Deviation.Combine(
            plain,
            held,
            (source, a, h) =>
                ofGate[source].IsZero
                    ? a
                    : step.CallNumber(
                        "GatedDeviation",
                        name + step.NameOf(source) + "Dev",
                        step.NumberArgument(name + step.NameOf(source) + "Plain", a),
                        step.NumberArgument(name + "Slope", slope),
                        step.NumberArgument(name + step.NameOf(source) + "Held", h),
                        step.NumberArgument(name + "Reach", reach),
                        MovedArgument(step, tie.Pre, source)
                    )
        );
    }
}
