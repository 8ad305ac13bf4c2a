using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The function that changes nothing: non-decreasing, Lipschitz constant 1.</summary>
internal sealed class IdentityOperator : ActivationOperator
{
    public override string Name => "Identity";

    public override ActivationFacts Facts(NodeModel node) => new(1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => argument;
}
