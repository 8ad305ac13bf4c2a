using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Hyperbolic tangent: non-decreasing, in (-1, 1), slope 1/cosh² ≤ 1, falling with |x|.</summary>
internal sealed class TanhOperator : ActivationOperator
{
    public override string Name => "Tanh";

    public override Rational Lipschitz => 1;

    public override Rational? Min => -1;

    public override Rational? Max => 1;

    public override bool IsMonotone => true;

    public override Expr Value(Expr argument) => Expr.Apply(ScalarFunctions.Tanh, argument);

    /// <summary>1/cosh²(x) = 4·s'(2x) with the logistic s: no cancellation at large |x|.</summary>
    public override Expr? SlopeFallingFromZero(Expr argument) => 4 * Expr.Apply(ScalarFunctions.LogisticSlope, 2 * argument);
}
