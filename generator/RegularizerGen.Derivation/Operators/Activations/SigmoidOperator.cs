using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Logistic function: non-decreasing, in (0, 1), slope e/(1 + e)² ≤ 1/4 with e = exp(-|x|), falling with |x|.</summary>
internal sealed class SigmoidOperator : ActivationOperator
{
    public override string Name => "Sigmoid";

    public override Rational Lipschitz => new(1, 4);

    public override Rational? Min => 0;

    public override Rational? Max => 1;

    public override bool IsMonotone => true;

    public override Expr Value(Expr argument) => Expr.Apply(ScalarFunctions.Sigmoid, argument);

    public override Expr? SlopeFallingFromZero(Expr argument) => Expr.Apply(ScalarFunctions.LogisticSlope, argument);
}
