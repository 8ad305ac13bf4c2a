using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x/(1 + |x|): non-decreasing, in (-1, 1), Lipschitz constant 1.</summary>
internal sealed class SoftsignOperator : ActivationOperator
{
    public override string Name => "Softsign";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: -1, Max: 1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => argument / (1 + Expr.Abs(argument));
}
