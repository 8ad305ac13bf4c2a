using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>ln(1 + exp(x)), written as (x + |x|)/2 + ln(1 + exp(-|x|)) so that it never overflows, and that at 0 both kinks have the same
/// slope, so that they cancel: non-decreasing, in (0, ∞), Lipschitz constant 1.</summary>
internal sealed class SoftplusOperator : ActivationOperator
{
    public override string Name => "Softplus";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: 0, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) =>
        (new Rational(1, 2) * (argument + Expr.Abs(argument)))
        + Expr.Apply(ScalarFunctions.Ln, 1 + Expr.Apply(ScalarFunctions.Exp, -Expr.Abs(argument)));
}
