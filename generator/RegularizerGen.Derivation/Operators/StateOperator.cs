using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A previous state: its range at the end of the previous step (or the invariant range that was declared), deviation 1 with
/// respect to itself.</summary>
internal sealed class StateOperator : Operator
{
    public override string Name => "State";

    public override Interval Range(StepDerivation step, NodeModel node) =>
        step.InvariantOf(node.Index) ?? new(Expr.Symbol(node.Name + "Lo"), Expr.Symbol(node.Name + "Hi"));

    public override Deviation Deviation(StepDerivation step, NodeModel node) =>
        RegularizerGen.Derivation.Deviation.Of(new Source(SourceKind.State, node.Index), Expr.One);

    public override string Print(IEquationWriter writer, NodeModel node) => node.Name;
}
