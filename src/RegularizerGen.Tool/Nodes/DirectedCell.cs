using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Nodes;

/// <summary>Where a state starts.</summary>
/// <param name="Name">The state.</param>
/// <param name="Values">Its values by sequence of the batch [units]; null where it starts at zero, or nothing is known.</param>
/// <param name="IsGiven">Whether something else than a constant gives them: a state that is carried from call to call.</param>
internal sealed record StartingState(string Name, IReadOnlyList<double[]>? Values, bool IsGiven = false)
{
    /// <summary>The start of one sequence of the batch.</summary>
    public double[] Of(int sequence, int units) => Values is null ? new double[units] : Values[Values.Count == 1 ? 0 : sequence];

    /// <summary>Lower end of all values and of 0.</summary>
    public double Min => Values?.SelectMany(v => v).Append(0).Min() ?? 0;

    /// <summary>Upper end of all values and of 0.</summary>
    public double Max => Values?.SelectMany(v => v).Append(0).Max() ?? 0;
}

/// <summary>One direction of a recurrent node.</summary>
internal sealed record DirectedCell
{
    /// <summary>Whether it reads its sequence from the end.</summary>
    public required bool IsReverse { get; init; }

    /// <summary>Its activations, in the order of the specification.</summary>
    public required IReadOnlyList<Activation> Activations { get; init; }

    /// <summary>Its weights, in the order of the fields of its cell.</summary>
    public required IReadOnlyList<NodeWeight> Weights { get; init; }

    /// <summary>Its states, h first.</summary>
    public required IReadOnlyList<StartingState> States { get; init; }

    /// <summary>The weights one after the other.</summary>
    public double[] Parameters => [.. Weights.SelectMany(w => w.Values)];
}
