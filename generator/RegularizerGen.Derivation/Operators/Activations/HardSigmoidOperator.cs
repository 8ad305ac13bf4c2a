using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>max(0, min(1, α x + 1/2)) with α = 1/6 in PyTorch and Keras 3, 1/5 in ONNX and Keras 2: non-decreasing, in [0, 1], Lipschitz
/// constant α.</summary>
internal sealed class HardSigmoidOperator : ActivationOperator
{
    public override string Name => "HardSigmoid";

    public override bool AllowsNegativeParameter => false;

    public override ActivationFacts Facts(NodeModel node) => new(node.Parameter, Min: 0, Max: 1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) =>
        Expr.Max(Expr.Zero, Expr.Min(Expr.One, (node.Parameter * argument) + Rational.Half));

    /// <summary>1 - φ(v) = φ(-v).</summary>
    public override Expr? BelowMax(Expr argument, Expr value, NodeModel node) => Value(-argument, node);
}
