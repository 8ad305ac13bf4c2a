using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>The table of operators, in order. A new one is one file here, one in the runtime, and one line below; tests walk this table.</summary>
public static class OperatorTable
{
    public static Operator Input { get; } = new InputOperator();

    public static Operator State { get; } = new StateOperator();

    public static Operator Affine { get; } = new AffineOperator();

    public static Operator Hadamard { get; } = new HadamardOperator();

    public static Operator Blend { get; } = new BlendOperator();

    public static IReadOnlyList<ActivationOperator> Activations { get; } =
    [
        new SigmoidOperator(),
        new TanhOperator(),
        new ReluOperator(),
    ];

    public static IReadOnlyList<Operator> All { get; } = [Input, State, Affine, Hadamard, Blend, .. Activations];

    /// <summary>The operator of a node.</summary>
    public static Operator Of(NodeModel node) => All.First(o => o.Name == node.Operator);

    /// <summary>The activation of that name, or null.</summary>
    public static ActivationOperator? FindActivation(string name) => Activations.FirstOrDefault(a => a.Name == name);
}
