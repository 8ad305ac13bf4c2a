using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x·max(0, min(1, x/6 + 1/2)) (Howard et al. 2019): Lipschitz constant 1.5, not monotone.</summary>
internal sealed class HardSwishOperator : ActivationOperator
{
    public override string Name => "HardSwish";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(3, 2));

    public override Expr Value(Expr argument, NodeModel node) =>
        argument * Expr.Max(Expr.Zero, Expr.Min(Expr.One, (new Rational(1, 6) * argument) + Rational.Half));
}
