using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets;

/// <summary>The step of a cell as sets go through it: its nodes in order, how deep each is, and whose ranges decide how tight it
/// is.</summary>
internal sealed class SetStep
{
    private readonly int[] results;

    public SetStep(CellCore cell, SetWeights weights)
    {
        Cell = cell;
        var recorder = new SetRecorder(weights, cell.Widths);
        int[] sources = [.. cell.Inputs.Select(i => i.Node), .. cell.States.Select(s => s.Node)];
        results = new int[cell.States.Count + 1];
        cell.Run<SetRecorder, int>(recorder, sources, results);
        (Nodes, Widths, Sources) = (recorder.Nodes, recorder.Widths, sources);
        ByNumber = new SetNode?[Widths.Count];
        foreach (SetNode node in Nodes)
        {
            ByNumber[node.Number] = node;
            node.Level = node.Arguments.Select(a => ByNumber[a]?.Level ?? 0).DefaultIfEmpty(0).Max() + (node is LocalNode ? 1 : 0);
        }

        ByLevel = [.. Nodes.GroupBy(n => n.Level).OrderBy(g => g.Key).Select(g => g.ToArray())];
        Refined = Refine().ToHashSet();
        Last = [.. results.Distinct().Except(Refined.Select(n => n.Number))];
    }

    public CellCore Cell { get; }

    /// <summary>The nodes, each after its arguments.</summary>
    public IReadOnlyList<SetNode> Nodes { get; }

    /// <summary>The node of a signal; null for inputs and states.</summary>
    public SetNode?[] ByNumber { get; }

    /// <summary>Widths of all signals.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The inputs, then the states before the step.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>Number of inputs.</summary>
    public int Inputs => Cell.Inputs.Count;

    /// <summary>Number of the signal that is a state before the step.</summary>
    public int State(int state) => Sources[Inputs + state];

    /// <summary>Number of the signal that is a state's new value.</summary>
    public int Next(int state) => results[state];

    /// <summary>Number of the signal that is the output.</summary>
    public int Output => results[^1];

    /// <summary>What bounds of the step rest on without proof, as sentences.</summary>
    public IReadOnlyList<string> Assumptions =>
        [.. Cell.Definition.Assumptions.Concat(Nodes.Select(n => n.Assumption).OfType<string>()).Distinct()];

    /// <summary>The nodes by their levels.</summary>
    public IReadOnlyList<IReadOnlyList<SetNode>> ByLevel { get; }

    /// <summary>Nodes whose ranges decide how tight others are, and are more than a function of their arguments'.</summary>
    public IReadOnlySet<SetNode> Refined { get; }

    /// <summary>Results of the step, new states and output, that are not among them.</summary>
    public IReadOnlyList<int> Last { get; }

    private IEnumerable<SetNode> Refine()
    {
        var states = new HashSet<int>();
        foreach (int argument in Nodes.Where(n => n is LocalNode).SelectMany(n => n.Ranged))
        {
            if (ByNumber[argument] is { } node)
            {
                if (!node.HasExactRange)
                {
                    yield return node;
                }
            }
            else
            {
                states.Add(argument);
            }
        }

        // The range of a state is that of its new value one step before, which may again be another state.
        var open = new Stack<int>(states);
        while (open.TryPop(out int source))
        {
            for (int state = 0; state < Cell.States.Count; state++)
            {
                if (State(state) != source)
                {
                    continue;
                }

                if (ByNumber[Next(state)] is { } node)
                {
                    if (!node.HasExactRange)
                    {
                        yield return node;
                    }
                }
                else if (states.Add(Next(state)))
                {
                    open.Push(Next(state));
                }
            }
        }
    }
}
