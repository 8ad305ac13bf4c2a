using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Derivation;

/// <summary>The table of operators, in order. A new one is one file here, one in the runtime, and one line below; tests walk this
/// table.</summary>
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
        new SoftsignOperator(),
        new LeakyReluOperator(),
        new EluOperator(),
        new SoftplusOperator(),
        new HardSigmoidOperator(),
        new HardTanhOperator(),
        new SinOperator(),
        new CosOperator(),
        new SiluOperator(),
        new GeluOperator(),
        new GeluTanhOperator(),
        new MishOperator(),
        new SeluOperator(),
        new HardSwishOperator(),
        new QuickGeluOperator(),
        new IdentityOperator(),
    ];

    /// <summary>A user's own activation.</summary>
    public static ActivationOperator Map { get; } = new MapOperator();

    public static IReadOnlyList<Operator> All { get; } = [Input, State, Affine, Hadamard, Blend, .. Activations, Map];

    private static readonly Dictionary<string, Operator> ByName = All.ToDictionary(o => o.Name, System.StringComparer.Ordinal);

    /// <summary>The operator of a node.</summary>
    public static Operator Of(NodeModel node) => ByName[node.Operator];

    /// <summary>The activation of that name in CellMath, or null.</summary>
    public static ActivationOperator? FindActivation(string name) => Activations.FirstOrDefault(a => a.Name == name);

    /// <summary>The activation of a node, or null.</summary>
    public static ActivationOperator? ActivationOf(NodeModel node) => Of(node) as ActivationOperator;
}
