using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured;

/// <summary>Signals whose factors multiply into one with those of the only operator that uses them: a gate's slope and what it
/// weighs.</summary>
internal sealed class DiagonalChains
{
    private readonly SetStep step;
    private readonly Dictionary<int, int> uses = [];
    private readonly Dictionary<int, SetNode> users = [];
    private readonly HashSet<int> found = [];

    public DiagonalChains(SetStep step)
    {
        this.step = step;
        foreach (SetNode node in step.Nodes)
        {
            foreach (int argument in node.Arguments)
            {
                Use(argument);
                users[argument] = node;
            }
        }

        foreach (int result in Enumerable.Range(0, step.Cell.States.Count).Select(step.Next).Append(step.Output))
        {
            Use(result);
        }

        foreach (SetNode node in step.Nodes.Reverse())
        {
            if (IsMerged(node))
            {
                found.Add(node.Number);
            }
        }
    }

    /// <summary>Their numbers.</summary>
    public IReadOnlyCollection<int> Merged => found;

    private bool IsMerged(SetNode node) =>
        IsDiagonal(node)
        && uses.GetValueOrDefault(node.Number) == 1
        && users.TryGetValue(node.Number, out SetNode? user)
        && (user is LocalNode || found.Contains(user.Number))
        && step.Widths[user.Number] == step.Widths[node.Number];

    private static bool IsDiagonal(SetNode node) => node is LocalNode || (node as SumSet)?.Scaled() is not null;

    private void Use(int signal) => uses[signal] = uses.GetValueOrDefault(signal) + 1;
}
