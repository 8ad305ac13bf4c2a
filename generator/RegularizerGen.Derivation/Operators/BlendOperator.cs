using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The convex blend z∘a + (1-z)∘b of a gate z with values in [0, 1]. Range: hull of a and b. Deviation: max(a_hi - b_lo, b_hi - a_lo)
/// dev(z), plus per source with coefficients α of a and β of b: for peak perturbations, exactly, the larger end of z α + (1-z) β; in the
/// Euclidean norms, where units may choose their z separately, min(z_hi α + (1 - z_lo) β, κ sqrt(α² + β²)) with κ² the larger end of z² +
/// (1-z)². Tight: the range at both ends of z; a gate tied to its own slope under peak perturbations; the exact Euclidean mixture. Where z
/// is a multiple by a trainable scalar, it is decided at run time whether [z_lo, z_hi] lies in [0, 1]; else the rules of b + z∘(a - b)
/// hold.
/// </summary>
internal sealed class BlendOperator : Operator
{
    public override string Name => "Blend";

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        Interval other = Complements.Of(step, node.Arguments[0]);
        bool nonNegative = a.IsNonNegative && b.IsNonNegative;
        Expr AtLo(Expr ofA, Expr ofB) => (z.Lo * ofA) + (other.Hi * ofB);
        Expr AtHi(Expr ofA, Expr ofB) => (z.Hi * ofA) + (other.Lo * ofB);
        Interval hull = step.IsTight
            ? new Interval(Expr.Min(AtLo(a.Lo, b.Lo), AtHi(a.Lo, b.Lo)), Expr.Max(AtLo(a.Hi, b.Hi), AtHi(a.Hi, b.Hi)))
            {
                IsNonNegative = nonNegative,
            }
            : new Interval(Expr.Min(a.Lo, b.Lo), Expr.Max(a.Hi, b.Hi)) { IsNonNegative = nonNegative };
        if (IsGate(step, node) is not { } decision)
        {
            return hull;
        }

        Expr below = a.Lo - b.Hi;
        Expr above = a.Hi - b.Lo;
        Expr lowest = Expr.Min(Expr.Min(z.Lo * below, z.Lo * above), Expr.Min(z.Hi * below, z.Hi * above));
        Expr highest = Expr.Max(Expr.Max(z.Lo * below, z.Lo * above), Expr.Max(z.Hi * below, z.Hi * above));
        return new Interval(
            (decision * hull.Lo) + ((1 - decision) * (b.Lo + lowest)),
            (decision * hull.Hi) + ((1 - decision) * (b.Hi + highest))
        );
    }

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        Deviation ofGate = step.DeviationOf(node.Arguments[0]);
        Deviation mixed = RegularizerGen.Derivation.Deviation.Combine(
            step.DeviationOf(node.Arguments[1]),
            step.DeviationOf(node.Arguments[2]),
            (source, alpha, beta) => Mixture(step, node, source, alpha, beta)
        );
        return RegularizerGen.Derivation.Deviation.Combine(
            ofGate,
            mixed,
            (source, gate, mixture) =>
            {
                Expr separate = (Gap(step, node) * gate) + mixture;
                return step.IsTight && IsGate(step, node) is null ? Tied(step, node, source, separate) : separate;
            }
        );
    }

    /// <summary>What the deviations α of a and β of b make of the blend, the gate held.</summary>
    private static Expr Mixture(StepDerivation step, NodeModel node, Source source, Expr alpha, Expr beta)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        Interval other = Complements.Of(step, node.Arguments[0]);
        Expr separate = (z.Hi * alpha) + (other.Hi * beta);
        Expr blended = separate;
        if (!alpha.IsZero && !beta.IsZero)
        {
            Expr peak = Expr.Max((z.Hi * alpha) + (other.Lo * beta), (z.Lo * alpha) + (other.Hi * beta));
            blended = (step.IsPeak * peak) + ((1 - step.IsPeak) * Euclidean(step, node, source, separate, alpha, beta));
        }

        Expr reach = Expr.Max(-z.Lo, z.Hi);
        return IsGate(step, node) is { } decision ? (decision * blended) + ((1 - decision) * (beta + (reach * (alpha + beta)))) : blended;
    }

    /// <summary>The same in the Euclidean norms.</summary>
    private static Expr Euclidean(StepDerivation step, NodeModel node, Source source, Expr separate, Expr alpha, Expr beta)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        Interval other = Complements.Of(step, node.Arguments[0]);
        Expr ends = Expr.Max(Expr.Square(z.Lo) + Expr.Square(other.Hi), Expr.Square(z.Hi) + Expr.Square(other.Lo));
        Expr kappa = step.Define(node.Name + "Kappa", Expr.Sqrt(ends));
        Expr euclidean = Expr.Min(separate, kappa * Expr.Sqrt(Expr.Square(alpha) + Expr.Square(beta)));

        // Exact, and it holds for input columns summed in squares, too (docs/tight-rules.md).
        if (!step.IsTight || IsGate(step, node) is not null)
        {
            return euclidean;
        }

        string name = node.Name + step.NameOf(source);
        return Expr.Min(
            euclidean,
            TightRules.EuclideanBlend(step, name + "Euclidean", z, other, step.Define(name + "A", alpha), step.Define(name + "B", beta))
        );
    }

    /// <summary>Under peak perturbations, the gate tied to its own slope.</summary>
    private static Expr Tied(StepDerivation step, NodeModel node, Source source, Expr separate)
    {
        if (TightRules.FindTie(step, node.Arguments[0]) is not { } tie || step.DeviationOf(tie.Pre)[source].IsZero)
        {
            return separate;
        }

        Expr alpha = step.DeviationOf(node.Arguments[1])[source];
        Expr beta = step.DeviationOf(node.Arguments[2])[source];
        if (alpha.IsZero && beta.IsZero)
        {
            return separate;
        }

        string name = node.Name + step.NameOf(source);
        Expr g = step.Define(name + "G", Gap(step, node) * step.DeviationOf(tie.Pre)[source]);
        Expr tied = TightRules.Blend(step, name, tie, step.Define(name + "A", alpha), step.Define(name + "B", beta), g);
        separate = step.Define(name + "Separate", separate);
        return step.Define(name + "Dev", (step.IsPeak * Expr.Min(separate, tied)) + ((1 - step.IsPeak) * separate));
    }

    /// <summary>Largest |a - b|.</summary>
    private static Expr Gap(StepDerivation step, NodeModel node)
    {
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        return step.Define(node.Name + "Gap", Expr.Max(a.Hi - b.Lo, b.Hi - a.Lo));
    }

    /// <summary>1 where z turns out to lie in [0, 1], else 0; null where it is known to.</summary>
    private static Expr? IsGate(StepDerivation step, NodeModel node)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        return step.IsUnit(node.Arguments[0])
            ? null
            : step.Define(node.Name + "IsBlend", Expr.Apply(ScalarFunctions.Step, z.Lo) * Expr.Apply(ScalarFunctions.Step, 1 - z.Hi));
    }

    public override string Print(IEquationWriter writer, NodeModel node)
    {
        string z = writer.Signal(node.Arguments[0]);
        return $"{z}{writer.HadamardSign}{writer.Signal(node.Arguments[1])} + (1 - {z}){writer.HadamardSign}{writer.Signal(node.Arguments[2])}";
    }
}
