using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The input: range ± inputBound, deviation 1 with respect to itself.</summary>
internal sealed class InputOperator : Operator
{
    public override string Name => "Input";

    public override Interval Range(StepDerivation step, NodeModel node) => new(-StepDerivation.InputBound, StepDerivation.InputBound);

    public override Deviation Deviation(StepDerivation step, NodeModel node) =>
        RegularizerGen.Derivation.Deviation.Of(new Source(SourceKind.InputItself, 0), Expr.One);

    public override void Forward(IKernelWriter writer, NodeModel node)
    {
        // The caller's memory: nothing to compute.
    }

    public override void Backward(IKernelWriter writer, NodeModel node)
    {
        // Its adjoint is the caller's input gradient.
    }

    public override void Tangent(IKernelWriter writer, NodeModel node)
    {
        // The direction itself.
    }

    public override void TangentBackward(IKernelWriter writer, NodeModel node)
    {
        // Has no arguments.
    }

    public override string Print(IEquationWriter writer, NodeModel node) => node.Name;
}
