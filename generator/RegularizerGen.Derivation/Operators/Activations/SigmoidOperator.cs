using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Logistic function: non-decreasing, in (0, 1), slope e/(1 + e)² ≤ 1/4 with e = exp(-|x|), falling with |x|.</summary>
internal sealed class SigmoidOperator : ActivationOperator
{
    public override string Name => "Sigmoid";

    public override ActivationFacts Facts(NodeModel node) => new(new Rational(1, 4), Min: 0, Max: 1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => Expr.Apply(ScalarFunctions.Sigmoid, argument);

    public override Expr? SlopeFallingFromZero(Expr argument) => Expr.Apply(ScalarFunctions.LogisticSlope, argument);

    /// <summary>s' = s (1 - s).</summary>
    public override bool IsLogistic => true;

    public override Expr? BelowMax(Expr argument, Expr value, NodeModel node) =>
        Expr.Apply(ScalarFunctions.SigmoidComplement, value, argument);

    public override Expr? AboveMin(Expr argument, Expr value, NodeModel node) => value;

    public override bool HasKernel => true;
}
