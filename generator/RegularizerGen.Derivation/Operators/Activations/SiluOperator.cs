using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x·s(x) with the logistic s (Elfwing et al. 2017): Lipschitz constant 1.0999, at least -0.27847, not monotone.</summary>
internal sealed class SiluOperator : ActivationOperator
{
    public override string Name => "Silu";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(10999, 10000), Min: new Rational(-27847, 100000));

    public override Expr Value(Expr argument, NodeModel node) => argument * Expr.Apply(ScalarFunctions.Sigmoid, argument);
}
