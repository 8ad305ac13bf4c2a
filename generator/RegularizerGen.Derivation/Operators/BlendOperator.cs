using System.Linq;
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
        if (step.IsCompound)
        {
            string rule = step.IsUnit(node.Arguments[0]) ? "BlendRange" : "OpenBlendRange";
            bool isNonNegative = rule == "BlendRange" && node.Arguments.Skip(1).All(a => step.RangeOf(a).IsNonNegative);
            Quantity[] values = [step.SignalRange(node.Arguments[1]), step.SignalRange(node.Arguments[2])];
            return step.CallRange(rule, node.Name, [.. Gate(step, node), .. values]) with { IsNonNegative = isNonNegative };
        }

        Interval z = step.RangeOf(node.Arguments[0]);
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        Complements.Of(step, node.Arguments[0]); // printed before the range, as a property of the gate
        var hull = new Interval(Expr.Min(a.Lo, b.Lo), Expr.Max(a.Hi, b.Hi)) { IsNonNegative = a.IsNonNegative && b.IsNonNegative };
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
                return step.IsTight && step.IsUnit(node.Arguments[0]) ? Tied(step, node, source, separate) : separate;
            }
        );
    }

    /// <summary>What the deviations α of a and β of b make of the blend, the gate held.</summary>
    private static Expr Mixture(StepDerivation step, NodeModel node, Source source, Expr alpha, Expr beta)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        Interval other = Complements.Of(step, node.Arguments[0]);
        bool isUnit = step.IsUnit(node.Arguments[0]);
        bool both = !alpha.IsZero && !beta.IsZero;
        if (step.IsCompound && (both || !isUnit))
        {
            return step.CallNumber(
                isUnit ? "BlendMixture" : "OpenBlendMixture",
                node.Name + step.NameOf(source) + "Mixture",
                [.. Gate(step, node), .. Values(step, node, source, alpha, beta)]
            );
        }

        Expr separate = (z.Hi * alpha) + (other.Hi * beta);
        Expr blended = separate;
        if (both)
        {
            Expr peak = Expr.Max((z.Hi * alpha) + (other.Lo * beta), (z.Lo * alpha) + (other.Hi * beta));
            Expr ends = Expr.Max(Expr.Square(z.Lo) + Expr.Square(other.Hi), Expr.Square(z.Hi) + Expr.Square(other.Lo));
            Expr kappa = step.Define(node.Name + "Kappa", Expr.Sqrt(ends));
            Expr euclidean = Expr.Min(separate, kappa * Expr.Sqrt(Expr.Square(alpha) + Expr.Square(beta)));
            blended = (StepDerivation.IsPeak * (Expr)peak) + ((1 - (Expr)StepDerivation.IsPeak) * euclidean);
        }

        Expr reach = Expr.Max(-z.Lo, z.Hi);
        return IsGate(step, node) is { } decision ? (decision * blended) + ((1 - decision) * (beta + (reach * (alpha + beta)))) : blended;
    }

    /// <summary>Under peak perturbations, the gate tied to its own slope.</summary>
    private static Expr Tied(StepDerivation step, NodeModel node, Source source, Expr separate)
    {
        Expr alpha = step.DeviationOf(node.Arguments[1])[source];
        Expr beta = step.DeviationOf(node.Arguments[2])[source];
        if (
            TightRules.FindTie(step, node.Arguments[0]) is not { } tie
            || step.DeviationOf(tie.Pre)[source].IsZero
            || (alpha.IsZero && beta.IsZero)
        )
        {
            return separate;
        }

        string name = node.Name + step.NameOf(source);
        return step.CallNumber(
            "TiedBlend",
            name + "Dev",
            [
                step.NumberArgument(name + "Separate", separate),
                step.NumberArgument(node.Name + "Gap", Gap(step, node)),
                TightRules.MovedArgument(step, tie.Pre, source),
                .. Values(step, node, source, alpha, beta),
                .. TightRules.Distances(step, tie),
                .. tie.IsPlain && tie.Min.IsZero
                    ? System.Array.Empty<Quantity>()
                    :
                    [
                        Quantity.Literal(tie.Half),
                        Quantity.Literal(tie.Factor),
                        Quantity.Literal(tie.Offset + (tie.Factor * tie.Min)),
                        Quantity.Literal(1 - tie.Offset - (tie.Factor * tie.Max)),
                    ],
            ]
        );
    }

    /// <summary>Ranges of z and of 1 - z.</summary>
    private static Quantity[] Gate(StepDerivation step, NodeModel node) =>
        [step.SignalRange(node.Arguments[0]), step.RangeArgument(node.Name + "Other", Complements.Of(step, node.Arguments[0]))];

    /// <summary>The deviations of a and b.</summary>
    private static Quantity[] Values(StepDerivation step, NodeModel node, Source source, Expr alpha, Expr beta)
    {
        string name = node.Name + step.NameOf(source);
        return [step.NumberArgument(name + "A", alpha), step.NumberArgument(name + "B", beta)];
    }

    /// <summary>Largest |a - b|.</summary>
    private static Expr Gap(StepDerivation step, NodeModel node)
    {
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        return step.IsCompound
            ? step.CallNumber("BlendGap", node.Name + "Gap", step.SignalRange(node.Arguments[1]), step.SignalRange(node.Arguments[2]))
            : step.Define(node.Name + "Gap", Expr.Max(a.Hi - b.Lo, b.Hi - a.Lo));
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
