using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>An input: range ± its bound, deviation 1 with respect to itself.</summary>
internal sealed class InputOperator : Operator
{
    public override string Name => "Input";

    public override Interval Range(StepDerivation step, NodeModel node) => step.InputRange(node.Index);

    public override Deviation Deviation(StepDerivation step, NodeModel node) =>
        RegularizerGen.Derivation.Deviation.Of(new Source(SourceKind.InputItself, node.Index), Expr.One);

    public override string Print(IEquationWriter writer, NodeModel node) => node.Name;
}
