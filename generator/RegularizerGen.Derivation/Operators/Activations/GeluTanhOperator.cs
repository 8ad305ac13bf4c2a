using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The tanh form of GELU, x/2·(1 + tanh(√(2/π)(x + 0.044715 x³))): Lipschitz constant 1.1290, at least -0.17005, not
/// monotone.</summary>
internal sealed class GeluTanhOperator : ActivationOperator
{
    public override string Name => "GeluTanh";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(1129, 1000), Min: new Rational(-17005, 100000));

    public override Expr Value(Expr argument, NodeModel node) =>
        Rational.Half
        * argument
        * (
            1
            + Expr.Apply(
                ScalarFunctions.Tanh,
                Rational.Parse("0.7978845608028654") * (argument + (Rational.Parse("0.044715") * Expr.Power(argument, 3)))
            )
        );
}
