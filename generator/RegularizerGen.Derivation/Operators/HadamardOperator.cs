using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The Hadamard product u ∘ v. Range: interval product (four corners). Deviation: |v| dev(u) + |u| dev(v), since the Jacobian is diag(v)
/// J_u + diag(u) J_v and a diagonal's norm is its largest entry. Tight, under peak perturbations: a factor that is a gate is tied to its
/// own slope.
/// </summary>
internal sealed class HadamardOperator : Operator
{
    public override string Name => "Hadamard";

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        Interval u = step.RangeOf(node.Arguments[0]);
        Interval v = step.RangeOf(node.Arguments[1]);
        bool nonNegative = u.IsNonNegative && v.IsNonNegative;
        if (nonNegative)
        {
            return new Interval(u.Lo * v.Lo, u.Hi * v.Hi) { IsNonNegative = true };
        }

        // With u >= 0 the lower end of u·v is at v.Lo and the upper at v.Hi: two corners each decide.
        if (u.IsNonNegative)
        {
            return new Interval(Expr.Min(u.Lo * v.Lo, u.Hi * v.Lo), Expr.Max(u.Lo * v.Hi, u.Hi * v.Hi));
        }

        if (v.IsNonNegative)
        {
            return new Interval(Expr.Min(v.Lo * u.Lo, v.Hi * u.Lo), Expr.Max(v.Lo * u.Hi, v.Hi * u.Hi));
        }

        Expr ll = step.Define(node.Name + "Ll", u.Lo * v.Lo);
        Expr lh = step.Define(node.Name + "Lh", u.Lo * v.Hi);
        Expr hl = step.Define(node.Name + "Hl", u.Hi * v.Lo);
        Expr hh = step.Define(node.Name + "Hh", u.Hi * v.Hi);
        return new Interval(Expr.Min(Expr.Min(ll, lh), Expr.Min(hl, hh)), Expr.Max(Expr.Max(ll, lh), Expr.Max(hl, hh)));
    }

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        int u = node.Arguments[0];
        int v = node.Arguments[1];
        return RegularizerGen.Derivation.Deviation.Combine(
            step.DeviationOf(u),
            step.DeviationOf(v),
            (source, ofU, ofV) =>
            {
                Expr separate = (step.MagnitudeOf(v) * ofU) + (step.MagnitudeOf(u) * ofV);
                return step.IsTight ? Tied(step, node, source, separate) : separate;
            }
        );
    }

    /// <summary>The least of what tying either factor gives.</summary>
    private static Expr Tied(StepDerivation step, NodeModel node, Source source, Expr separate)
    {
        string own = node.Name + step.NameOf(source);
        var tied = new List<Expr>();
        for (int k = 0; k < 2; k++)
        {
            int other = node.Arguments[1 - k];
            if (
                TightRules.FindTie(step, node.Arguments[k]) is { IsPlain: true } tie
                && !step.DeviationOf(tie.Pre)[source].IsZero
                && !step.DeviationOf(other)[source].IsZero
            )
            {
                string name = own + (k == 0 ? "Left" : "Right");
                Expr a = step.Define(name + "A", step.DeviationOf(other)[source]);
                Expr d = step.Define(name + "D", step.MagnitudeOf(other) * step.DeviationOf(tie.Pre)[source]);
                tied.Add(TightRules.Product(step, name, tie, a, d));
            }
        }

        if (tied.Count == 0)
        {
            return separate;
        }

        separate = step.Define(own + "Separate", separate);
        return step.Define(own + "Dev", (step.IsPeak * tied.Aggregate(separate, Expr.Min)) + ((1 - step.IsPeak) * separate));
    }

    public override string Print(IEquationWriter writer, NodeModel node) =>
        writer.Signal(node.Arguments[0]) + writer.HadamardSign + writer.Signal(node.Arguments[1]);
}
