using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Rectified linear unit: non-decreasing, in [0, ∞), Lipschitz constant 1.</summary>
internal sealed class ReluOperator : ActivationOperator
{
    public override string Name => "Relu";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: 0, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => Expr.Max(argument, Expr.Zero);

    public override bool HasKernel => true;
}
