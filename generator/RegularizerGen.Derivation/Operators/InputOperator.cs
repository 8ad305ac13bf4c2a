using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>The input: range ± inputBound, deviation 1 with respect to itself.</summary>
internal sealed class InputOperator : Operator
{
    public override string Name => "Input";

    public override Interval Range(StepDerivation step, NodeModel node) => new(-StepDerivation.InputBound, StepDerivation.InputBound);

    public override Deviation Deviation(StepDerivation step, NodeModel node) =>
        RegularizerGen.Derivation.Deviation.Of(new Source(SourceKind.InputItself, 0), Expr.One);

    public override string Print(IEquationWriter writer, NodeModel node) => node.Name;
}
