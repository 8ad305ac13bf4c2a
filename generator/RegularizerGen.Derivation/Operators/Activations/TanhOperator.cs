using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Hyperbolic tangent: non-decreasing, in (-1, 1), slope 1/cosh² ≤ 1, falling with |x|.</summary>
internal sealed class TanhOperator : ActivationOperator
{
    public override string Name => "Tanh";

    public override ActivationFacts Facts(NodeModel node) => new(1, Min: -1, Max: 1, IsMonotone: true);

    public override Expr Value(Expr argument, NodeModel node) => Expr.Apply(ScalarFunctions.Tanh, argument);

    /// <summary>1/cosh²(x) = 4·s'(2x) with the logistic s: no cancellation at large |x|.</summary>
    public override Expr? SlopeFallingFromZero(Expr argument) => 4 * Expr.Apply(ScalarFunctions.LogisticSlope, 2 * argument);

    /// <summary>tanh' = 1 - tanh² = (tanh + 1)(1 - tanh).</summary>
    public override bool IsLogistic => true;

    public override Expr? BelowMax(Expr argument, Expr value, NodeModel node) =>
        Expr.Apply(ScalarFunctions.TanhComplement, value, argument);

    /// <summary>tanh is odd.</summary>
    public override Expr? AboveMin(Expr argument, Expr value, NodeModel node) =>
        Expr.Apply(ScalarFunctions.TanhComplement, -value, -argument);

    /// <summary>max v/cosh²v = 0.447743…, where 2 v tanh v = 1.</summary>
    public override Rational? SlopeTimesArgument => Rational.Parse("0.44775");

    public override bool HasKernel => true;
}
