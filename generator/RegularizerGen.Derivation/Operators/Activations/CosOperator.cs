using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Cosine: in [-1, 1], Lipschitz constant 1.</summary>
internal sealed class CosOperator : ActivationOperator
{
    public override string Name => "Cos";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: -1, Max: 1);

    public override Expr Value(Expr argument, NodeModel node) => Expr.Apply(ScalarFunctions.Cos, argument);
}
