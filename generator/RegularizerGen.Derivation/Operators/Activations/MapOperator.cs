using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A user's own function, applied by name: its formula was read from the method, its facts are declared by [Activation]. It is not taken as monotone unless declared.</summary>
internal sealed class MapOperator : ActivationOperator
{
    public override string Name => "Map";

    public override ActivationFacts Facts(NodeModel node) => node.User!.Facts;

    public override Expr Value(Expr argument, NodeModel node) => node.User!.Body.Substitute(s => s.Name == UserActivation.Argument ? argument : null);

    public override string Print(IEquationWriter writer, NodeModel node) => writer.Function(node.User!.Name, writer.Signal(node.Arguments[0]));
}
