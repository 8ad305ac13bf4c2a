using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>x·Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel 2016): Lipschitz constant 1.1290, at least -0.17005, not
/// monotone.</summary>
internal sealed class GeluOperator : ActivationOperator
{
    public override string Name => "Gelu";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(1129, 1000), Min: new Rational(-17005, 100000));

    public override Expr Value(Expr argument, NodeModel node) =>
        Rational.Half * argument * (1 + Expr.Apply(ScalarFunctions.Erf, argument * Expr.Sqrt(Rational.Half)));
}
