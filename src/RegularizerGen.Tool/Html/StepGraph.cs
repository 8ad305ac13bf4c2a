using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;

namespace RegularizerGen.Tool.Html;

/// <summary>The step of a cell as a graph: its signals, and which uses which.</summary>
/// <param name="Nodes">The signals by number; those that the step takes from nowhere and uses nowhere have no uses.</param>
internal sealed record StepGraph(IReadOnlyList<SignalNode> Nodes)
{
    /// <summary>The graph of a cell, recorded from its step.</summary>
    public static StepGraph Of(CellDescription cell)
    {
        var core = (CellCore)cell.Step([.. Enumerable.Repeat(1, cell.SizeNames.Count)]);
        var recorder = new GraphRecorder(core);
        int[] sources = [.. core.Inputs.Select(i => i.Node), .. core.States.Select(s => s.Node)];
        core.Run<GraphRecorder, int>(recorder, sources, new int[core.States.Count + 1]);
        return new StepGraph(recorder.Nodes);
    }
}

/// <summary>A signal of the step.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">The user's name, or one made from what it consists of.</param>
/// <param name="Role">What it is in the step.</param>
/// <param name="Becomes">Names of the states of which it is the new value.</param>
/// <param name="IsOutput">Whether it is the output.</param>
/// <param name="Uses">The signals that it is made of, in order.</param>
/// <param name="Lower">No value is below this, whatever the weights.</param>
/// <param name="Upper">No value is above this, whatever the weights.</param>
internal sealed record SignalNode(
    int Number,
    string Name,
    SignalRole Role,
    IReadOnlyList<string> Becomes,
    bool IsOutput,
    IReadOnlyList<SignalUse> Uses,
    double Lower,
    double Upper
);

/// <summary>One use of a signal by another.</summary>
/// <param name="Signal">Number of the signal that is used.</param>
/// <param name="Weight">Number of the weight that acts on it; -1 for none.</param>
internal readonly record struct SignalUse(int Signal, int Weight);

/// <summary>What a signal is in the step.</summary>
internal enum SignalRole
{
    /// <summary>An input.</summary>
    Input,

    /// <summary>A previous state.</summary>
    State,

    /// <summary>A sum.</summary>
    Sum,

    /// <summary>A product or a blend.</summary>
    Product,

    /// <summary>An activation.</summary>
    Gate,
}
