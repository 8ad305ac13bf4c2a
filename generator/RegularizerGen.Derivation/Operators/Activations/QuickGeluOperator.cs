using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x·s(1.702 x) with the logistic s: Lipschitz constant 1.0999, not monotone.</summary>
internal sealed class QuickGeluOperator : ActivationOperator
{
    public override string Name => "QuickGelu";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(10999, 10000));

    public override Expr Value(Expr argument, NodeModel node) =>
        argument * Expr.Apply(ScalarFunctions.Sigmoid, Rational.Parse("1.702") * argument);
}
