using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>max(0, x) + α (exp(min(0, x)) - 1) for α ≥ 0: Lipschitz constant max(1, α), non-decreasing, in (-α, ∞).</summary>
internal sealed class EluOperator : ActivationOperator
{
    public override string Name => "Elu";

    public override bool AllowsNegativeParameter => false;

    public override ActivationFacts Facts(NodeModel node) =>
        new(node.Parameter > 1 ? node.Parameter : 1, Min: -node.Parameter, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) =>
        Expr.Max(argument, Expr.Zero) + (node.Parameter * (Expr.Apply(ScalarFunctions.Exp, Expr.Min(argument, Expr.Zero)) - 1));
}
