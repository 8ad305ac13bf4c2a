using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>Rectified linear unit: non-decreasing, in [0, ∞), Lipschitz constant 1.</summary>
internal sealed class ReluOperator : ActivationOperator
{
    public override string Name => "Relu";

    public override Rational Lipschitz => 1;

    public override Rational? Min => 0;

    public override Rational? Max => null;

    public override bool IsMonotone => true;

    public override Expr Value(Expr argument) => Expr.Max(argument, Expr.Zero);
}
