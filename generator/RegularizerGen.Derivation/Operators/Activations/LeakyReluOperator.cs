using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>max(0, x) + α min(0, x): Lipschitz constant max(1, |α|), non-decreasing for α ≥ 0.</summary>
internal sealed class LeakyReluOperator : ActivationOperator
{
    public override string Name => "LeakyRelu";

    public override ActivationFacts Facts(NodeModel node) =>
        new(Rational.Abs(node.Parameter) > 1 ? Rational.Abs(node.Parameter) : 1, IsMonotone: node.Parameter.Sign >= 0);

    public override Expr Value(Expr argument, NodeModel node) =>
        Expr.Max(argument, Expr.Zero) + (node.Parameter * Expr.Min(argument, Expr.Zero));
}
