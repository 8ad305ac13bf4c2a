using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>max(-1, min(1, x)): non-decreasing, in [-1, 1], Lipschitz constant 1.</summary>
internal sealed class HardTanhOperator : ActivationOperator
{
    public override string Name => "HardTanh";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: -1, Max: 1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => Expr.Max(-1, Expr.Min(Expr.One, argument));
}
