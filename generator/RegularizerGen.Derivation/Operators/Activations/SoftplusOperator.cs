using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>ln(1 + exp(x)), written as max(0, x) + ln(1 + exp(-|x|)) so that it never overflows: non-decreasing, in (0, ∞), Lipschitz
/// constant 1.</summary>
internal sealed class SoftplusOperator : ActivationOperator
{
    public override string Name => "Softplus";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: 0, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) =>
        Expr.Max(argument, Expr.Zero) + Expr.Apply(ScalarFunctions.Ln, 1 + Expr.Apply(ScalarFunctions.Exp, -Expr.Abs(argument)));
}
