using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// constant + factor·t of an activation t: where the constant cancels an end of its values (1 - σ(p), 1 + tanh(p)), the difference has a
/// form of its own (σ(-p)), since 1 - σ(40) is 0 in floating point and 4e-18 in truth: relative accuracy is what a gain needs, and a zero
/// is only said of what is zero.
/// </summary>
internal static class Complements
{
    /// <summary>Range of 1 - signal.</summary>
    public static Interval Of(StepDerivation step, int signal)
    {
        (Rational constant, Rational factor, int inner) = AsLinear(step, signal);
        return Range(step, 1 - constant, -factor, inner);
    }

    /// <summary>Range of constant + factor·signal.</summary>
    public static Interval Range(StepDerivation step, Rational constant, Rational factor, int signal)
    {
        NodeModel node = step.NodeOf(signal);
        if (OperatorTable.ActivationOf(node)?.Facts(node) is { } facts)
        {
            if (facts.Max is { } max && (constant + (factor * max)).IsZero && BelowMax(step, signal) is { } below)
            {
                return (-factor * below) with { IsNonNegative = factor.Sign < 0 };
            }

            if (facts.Min is { } min && (constant + (factor * min)).IsZero && AboveMin(step, signal) is { } above)
            {
                return (factor * above) with { IsNonNegative = factor.Sign > 0 };
            }
        }

        Interval plain = step.RangeOf(signal);
        bool nonNegative = constant.Sign >= 0 && factor.Sign > 0 && plain.IsNonNegative;
        return (new Interval(constant, constant) + (factor * plain)) with { IsNonNegative = nonNegative };
    }

    /// <summary>Range of max - φ(v), which falls; null where the function has no form of its own for it.</summary>
    public static Interval? BelowMax(StepDerivation step, int signal)
    {
        NodeModel node = step.NodeOf(signal);
        Interval v = step.RangeOf(node.Arguments[0]);
        Interval t = step.RangeOf(signal);
        ActivationOperator activation = OperatorTable.ActivationOf(node)!;
        return activation.BelowMax(v.Hi, t.Hi, node) is { } lo && activation.BelowMax(v.Lo, t.Lo, node) is { } hi
            ? Named(step, node.Name + "BelowMax", lo, hi)
            : null;
    }

    /// <summary>Range of φ(v) - min, which rises; null where the function has no form of its own for it.</summary>
    public static Interval? AboveMin(StepDerivation step, int signal)
    {
        NodeModel node = step.NodeOf(signal);
        Interval v = step.RangeOf(node.Arguments[0]);
        Interval t = step.RangeOf(signal);
        ActivationOperator activation = OperatorTable.ActivationOf(node)!;
        return activation.AboveMin(v.Lo, t.Lo, node) is { } lo && activation.AboveMin(v.Hi, t.Hi, node) is { } hi
            ? Named(step, node.Name + "AboveMin", lo, hi)
            : null;
    }

    private static Interval Named(StepDerivation step, string name, Expr lo, Expr hi) =>
        step.DefineRange(name, new Interval(lo, hi) { IsNonNegative = true });

    /// <summary>The signal as constant + factor·t, where it is an affine sum of that form; else itself.</summary>
    public static (Rational Constant, Rational Factor, int Signal) AsLinear(StepDerivation step, int signal)
    {
        NodeModel node = step.NodeOf(signal);
        return node.Operator == OperatorTable.Affine.Name && AsLinear(node) is { } linear ? linear : (0, 1, signal);
    }

    /// <summary>An affine sum of a single signal, scaled by a constant, and a constant; null for others.</summary>
    public static (Rational Constant, Rational Factor, int Signal)? AsLinear(NodeModel node)
    {
        Rational constant = 0;
        SumTerm? only = null;
        foreach (SumTerm term in node.Terms)
        {
            if (term.Weight >= 0 || (term.Signal >= 0 && only is not null))
            {
                return null;
            }

            constant = term.Signal < 0 ? constant + term.Coefficient : constant;
            only = term.Signal >= 0 ? term : only;
        }

        return only is null ? null : (constant, only.Coefficient, only.Signal);
    }
}
