using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Audit;

/// <summary>What an audit found.</summary>
internal sealed record AuditReport
{
    /// <summary>The file.</summary>
    public required string Model { get; init; }

    /// <summary>Inputs are within ± this, elementwise: those of the network, or of nodes that belong to no chain.</summary>
    public required double InputBound { get; init; }

    /// <summary>Steps of the sequences at most.</summary>
    public required int Horizon { get; init; }

    /// <summary>The network as a chain; null where it is none.</summary>
    public required NetworkFigures? Network { get; init; }

    /// <summary>Why the network is no chain, or no chain up to its output; null where it is.</summary>
    public required string? Outside { get; init; }

    /// <summary>The recurrent nodes, direction by direction.</summary>
    public required IReadOnlyList<NodeFigures> Nodes { get; init; }

    /// <summary>The largest bound of the network's inputs at which every recurrent node was proved to forget; null where nobody
    /// asked.</summary>
    public required LargestBound? LargestBound { get; init; }

    /// <summary>Around recorded sequences; null where there are none.</summary>
    public required DataFigures? Data { get; init; }

    /// <summary>Around the sequences of a data set that were written into a file; null where there is none.</summary>
    public required Summary? Lines { get; init; }

    /// <summary>The demands.</summary>
    public required IReadOnlyList<DemandResult> Demands { get; init; }

    /// <summary>The source that nodes were compiled from.</summary>
    public required string Cells { get; init; }

    /// <summary>What all demands come to.</summary>
    public ExitCode Code => DemandResult.All(Demands);
}

/// <summary>Up to which size of its inputs a network is proved to forget them.</summary>
/// <param name="InputBound">Every recurrent node forgets as long as inputs are within ± this; 0 where nothing was proved.</param>
/// <param name="NotProved">The least bound at which a proof was tried and failed; infinite where none failed.</param>
internal sealed record LargestBound(double InputBound, double NotProved);

/// <summary>A network as a chain.</summary>
/// <param name="Input">Its input.</param>
/// <param name="Output">The value that figures are those of.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Gain">If inputs are off by at most ε in every element at every step, no output moves by more than this times ε.</param>
internal sealed record NetworkFigures(string Input, string Output, IReadOnlyList<LayerFigures> Layers, double Gain);

/// <summary>A layer of a chain.</summary>
/// <param name="Layer">What it is.</param>
/// <param name="Width">Width of its output.</param>
/// <param name="Lower">No output is below this.</param>
/// <param name="Upper">No output is above this.</param>
/// <param name="Gain">Gain from the network's input to here.</param>
internal sealed record LayerFigures(string Layer, int Width, double Lower, double Upper, double Gain);

/// <summary>One direction of a recurrent node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Cell">The class that was written for it.</param>
/// <param name="InputBound">What the certificate assumes of its input.</param>
/// <param name="Gain">Peak gain over the horizon.</param>
/// <param name="AnyStepsGain">Peak gain over any number of steps.</param>
/// <param name="IsContractive">Whether it was proved to forget.</param>
/// <param name="Rate">Rate of decay per step.</param>
/// <param name="Lower">No output is below this over the horizon.</param>
/// <param name="Upper">No output is above this.</param>
/// <param name="Assumptions">What this rests on besides the weights.</param>
internal sealed record NodeFigures(
    string Node,
    string Cell,
    double InputBound,
    double Gain,
    double AnyStepsGain,
    bool IsContractive,
    double Rate,
    double Lower,
    double Upper,
    IReadOnlyList<string> Assumptions
);

/// <summary>Around recorded sequences.</summary>
/// <param name="Radius">How far any input may be off.</param>
/// <param name="Sequences">Sequence by sequence.</param>
/// <param name="Conditional">Node by node, what is proved as long as signals keep the ranges that they had in the data.</param>
internal sealed record DataFigures(double Radius, IReadOnlyList<SequenceFigures> Sequences, IReadOnlyList<ConditionalFigures> Conditional);

/// <summary>Around one recorded sequence.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="Movement">No output moves by more than this at any step.</param>
/// <param name="LastMovement">No output moves by more than this at the last step.</param>
internal sealed record SequenceFigures(int Steps, double Movement, double LastMovement);

/// <summary>One direction of a recurrent node on the ranges that were observed, wider by a tenth on either side, or by as much as
/// the radius needs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Radius">How far its inputs may be off.</param>
/// <param name="Rate">Rate of decay per step.</param>
/// <param name="Gain">Peak gain over the horizon.</param>
/// <param name="AnyStepsGain">Peak gain over any number of steps.</param>
/// <param name="Void">Why nothing is proved; null where something is.</param>
internal sealed record ConditionalFigures(string Node, double Radius, double Rate, double Gain, double AnyStepsGain, string? Void);

/// <summary>Two sequences of inputs that refute a demand.</summary>
/// <param name="Input">The one [steps][channels].</param>
/// <param name="Other">The other.</param>
/// <param name="Distance">How far they differ at most.</param>
/// <param name="Step">The step of the output that is looked at.</param>
/// <param name="Output">Which output.</param>
/// <param name="Movement">How far it differs.</param>
internal sealed record Counterexample(
    IReadOnlyList<double[]> Input,
    IReadOnlyList<double[]> Other,
    double Distance,
    int Step,
    int Output,
    double Movement
);
