using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// The convex blend z∘a + (1-z)∘b of a gate z with values in [0, 1]. Range: hull of a and b. Deviation: max(a_hi - b_lo, b_hi - a_lo) dev(z), plus per source
/// with coefficients α of a and β of b: for peak perturbations, exactly, the larger end of z α + (1-z) β; in the Euclidean norms, where units may choose
/// their z separately, min(z_hi α + (1 - z_lo) β, κ sqrt(α² + β²)) with κ² the larger end of z² + (1-z)².
/// </summary>
internal sealed class BlendOperator : Operator
{
    public override string Name => "Blend";

    public override Interval Range(StepDerivation step, NodeModel node)
    {
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        return new Interval(Expr.Min(a.Lo, b.Lo), Expr.Max(a.Hi, b.Hi)) { IsNonNegative = a.IsNonNegative && b.IsNonNegative };
    }

    public override Deviation Deviation(StepDerivation step, NodeModel node)
    {
        Interval z = step.RangeOf(node.Arguments[0]);
        Interval a = step.RangeOf(node.Arguments[1]);
        Interval b = step.RangeOf(node.Arguments[2]);
        Expr gap = step.Define(node.Name + "Gap", Expr.Max(a.Hi - b.Lo, b.Hi - a.Lo));
        Expr ends = Expr.Max(Expr.Square(z.Lo) + Expr.Square(1 - z.Lo), Expr.Square(z.Hi) + Expr.Square(1 - z.Hi));
        Expr kappa = step.Define(node.Name + "Kappa", Expr.Sqrt(ends));
        Deviation mixed = RegularizerGen.Derivation.Deviation.Combine(step.DeviationOf(node.Arguments[1]), step.DeviationOf(node.Arguments[2]), (alpha, beta) =>
        {
            Expr atHigh = (z.Hi * alpha) + ((1 - z.Hi) * beta);
            Expr atLow = (z.Lo * alpha) + ((1 - z.Lo) * beta);
            Expr peak = Expr.Max(atHigh, atLow);
            Expr separate = (z.Hi * alpha) + ((1 - z.Lo) * beta);
            Expr euclidean = alpha.IsZero || beta.IsZero ? separate : Expr.Min(separate, kappa * Expr.Sqrt(Expr.Square(alpha) + Expr.Square(beta)));
            return alpha.IsZero || beta.IsZero ? separate : (step.IsPeak * peak) + ((1 - step.IsPeak) * euclidean);
        });
        return (gap * step.DeviationOf(node.Arguments[0])) + mixed;
    }

    public override void Forward(IKernelWriter writer, NodeModel node) =>
        writer.Line($"global::RegularizerGen.Kernels.Blend.Forward<T>({writer.Value(node.Arguments[0])}, {writer.Value(node.Arguments[1])}, {writer.Value(node.Arguments[2])}, {writer.Own});");

    public override void Backward(IKernelWriter writer, NodeModel node)
    {
        string adjoint = writer.Adjoint(node);
        string z = writer.Value(node.Arguments[0]);
        string a = writer.Value(node.Arguments[1]);
        string b = writer.Value(node.Arguments[2]);
        writer.Contribute(node.Arguments[0], $"{{0}}.Clear(); global::RegularizerGen.Kernels.Blend.AddGateGradient<T>({adjoint}, {a}, {b}, {{0}});", $"global::RegularizerGen.Kernels.Blend.AddGateGradient<T>({adjoint}, {a}, {b}, {{0}});");
        writer.Contribute(node.Arguments[1], $"TensorPrimitives.Multiply<T>({adjoint}, {z}, {{0}});", $"TensorPrimitives.MultiplyAdd<T>({adjoint}, {z}, {{0}}, {{0}});");
        writer.Contribute(node.Arguments[2], $"{{0}}.Clear(); global::RegularizerGen.Kernels.Blend.AddComplementGradient<T>({adjoint}, {z}, {{0}});", $"global::RegularizerGen.Kernels.Blend.AddComplementGradient<T>({adjoint}, {z}, {{0}});");
    }

    public override string Print(IEquationWriter writer, NodeModel node)
    {
        string z = writer.Signal(node.Arguments[0]);
        return $"{z}{writer.HadamardSign}{writer.Signal(node.Arguments[1])} + (1 - {z}){writer.HadamardSign}{writer.Signal(node.Arguments[2])}";
    }
}
