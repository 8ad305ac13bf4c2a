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
        if (u.IsNonNegative && v.IsNonNegative)
        {
            return new Interval(u.Lo * v.Lo, u.Hi * v.Hi) { IsNonNegative = true };
        }

        // With u >= 0 the lower end of u·v is at v.Lo and the upper at v.Hi: two corners each decide.
        if (u.IsNonNegative || v.IsNonNegative)
        {
            (int gate, int other) = u.IsNonNegative ? (node.Arguments[0], node.Arguments[1]) : (node.Arguments[1], node.Arguments[0]);
            (u, v) = (step.RangeOf(gate), step.RangeOf(other));
            return step.IsCompound
                ? step.CallRange("GateProductRange", node.Name, step.SignalRange(gate), step.SignalRange(other))
                : new Interval(Expr.Min(u.Lo * v.Lo, u.Hi * v.Lo), Expr.Max(u.Lo * v.Hi, u.Hi * v.Hi));
        }

        if (step.IsCompound)
        {
            return step.CallRange("ProductRange", node.Name, step.SignalRange(node.Arguments[0]), step.SignalRange(node.Arguments[1]));
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
                Expr? tied = step.IsTight ? Tied(step, node, source) : null;
                return tied ?? (Part(v, ofU) + Part(u, ofV));
            }
        );

        Expr Part(int other, Expr moved) => step.IsCompound && moved.IsZero ? Expr.Zero : step.MagnitudeOf(other) * moved;
    }

    /// <summary>The least of what tying either factor gives; null where none can be tied.</summary>
    private static Symbol? Tied(StepDerivation step, NodeModel node, Source source)
    {
        (int u, int v) = (node.Arguments[0], node.Arguments[1]);
        TightRules.TiedSignal? left = Tie(u, v);
        TightRules.TiedSignal? right = Tie(v, u);
        if (left is null && right is null)
        {
            return null;
        }

        string own = node.Name + step.NameOf(source);
        Quantity[] rest = right is null
            ? [step.NumberArgument(own + "Other", step.MagnitudeOf(v)), Moved(v)]
            : [TightRules.Tie(step, right), Moved(v), Argument(right)];
        return left is null
            ? step.CallNumber("TiedProduct", own + "Dev", [.. rest, step.NumberArgument(own + "Other", step.MagnitudeOf(u)), Moved(u)])
            : step.CallNumber("TiedProduct", own + "Dev", [TightRules.Tie(step, left), Moved(u), Argument(left), .. rest]);

        TightRules.TiedSignal? Tie(int gate, int other) =>
            TightRules.FindTie(step, gate) is { IsPlain: true } tie
            && !step.DeviationOf(tie.Pre)[source].IsZero
            && !step.DeviationOf(other)[source].IsZero
                ? tie
                : null;

        Quantity Moved(int signal) => TightRules.MovedArgument(step, signal, source);

        Quantity Argument(TightRules.TiedSignal tie) => TightRules.MovedArgument(step, tie.Pre, source);
    }

    public override string Print(IEquationWriter writer, NodeModel node) =>
        writer.Signal(node.Arguments[0]) + writer.HadamardSign + writer.Signal(node.Arguments[1]);
}
