using System.Collections.Generic;
using RegularizerGen.Layouts;

namespace RegularizerGen.Tool.Nodes;

/// <summary>Gates, activations and states of a recurrent operator, in the order of the ONNX specification.</summary>
/// <param name="Gates">The order in which gates are packed.</param>
/// <param name="Peepholes">The gates that have peepholes, in the order in which these are packed.</param>
/// <param name="Activations">Default activations of one direction.</param>
/// <param name="States">The states, and the numbers of the node's inputs that they start from.</param>
internal sealed record GateLayout(
    IReadOnlyList<string> Gates,
    IReadOnlyList<string> Peepholes,
    IReadOnlyList<string> Activations,
    IReadOnlyList<(string Name, int Input)> States
)
{
    /// <summary>The layout of an operator.</summary>
    public static GateLayout Of(RecurrentKind kind) =>
        kind switch
        {
            RecurrentKind.Lstm => new(PackedLayout.OnnxLstm.Gates, ["i", "o", "f"], ["Sigmoid", "Tanh", "Tanh"], [("h", 5), ("c", 6)]),
            RecurrentKind.Gru => new(PackedLayout.OnnxGru.Gates, [], ["Sigmoid", "Tanh"], [("h", 5)]),
            _ => new([string.Empty], [], ["Tanh"], [("h", 5)]),
        };
}
