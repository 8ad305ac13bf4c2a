using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x·tanh(softplus(x)) (Misra 2019): Lipschitz constant 1.0885, at least -0.30885, not monotone.</summary>
internal sealed class MishOperator : ActivationOperator
{
    public override string Name => "Mish";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(10885, 10000), Min: new Rational(-30885, 100000));

    public override Expr Value(Expr argument, NodeModel node) =>
        argument * Expr.Apply(ScalarFunctions.Tanh, new SoftplusOperator().Value(argument, node));
}
