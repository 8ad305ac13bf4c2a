using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Scaled ELU (Klambauer et al. 2017): non-decreasing, Lipschitz constant 1.7581.</summary>
internal sealed class SeluOperator : ActivationOperator
{
    public override string Name => "Selu";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(17581, 10000), IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) =>
        Rational.Parse("1.0507009873554805")
        * (
            Expr.Max(argument, Expr.Zero)
            + (Rational.Parse("1.6732632423543772") * (Expr.Apply(ScalarFunctions.Exp, Expr.Min(argument, Expr.Zero)) - 1))
        );
}
