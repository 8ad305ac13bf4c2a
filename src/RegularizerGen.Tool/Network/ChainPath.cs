using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>The nodes between an input of the graph and one of its values, where they are a path, or paths that fork and join
/// again.</summary>
/// <param name="Input">The input.</param>
/// <param name="Steps">The nodes, in order.</param>
internal sealed record ChainPath(string Input, IReadOnlyList<PathStep> Steps)
{
    /// <summary>Follows a value back to an input.</summary>
    /// <exception cref="OutsideException">A node joins values in another way than by a sum or side by side, or values of different
    /// inputs, or there is no input at the end.</exception>
    public static ChainPath To(GraphScope scope, string output) => new Tracer(scope).Trace(output, 0);

    /// <summary>Traces values, each once.</summary>
    private sealed class Tracer(GraphScope scope)
    {
        private const int MostSteps = 10_000; // what two branches share behind their fork counts in both
        private const int MostJoins = 200; // one after the other; what follows them is a call each

        private readonly Dictionary<string, ChainPath> known = [];

        public ChainPath Trace(string output, int joins)
        {
            if (known.TryGetValue(output, out ChainPath? path))
            {
                return path;
            }

            var back = new List<PathStep>();
            string value = output;
            while (scope.Producer(value) is { } node)
            {
                if (back.Count > scope.Graph.Node.Count || joins > MostJoins)
                {
                    throw new OutsideException($"{NodeAttributes.Describe(node)} feeds itself, or follows more than {MostJoins} joins");
                }

                int number = node.Output.IndexOf(value);
                string[] sources = Sources(scope, node);
                if (sources.Length > 1)
                {
                    ChainPath[] branches = [.. sources.Select(s => Trace(s, joins + 1))];
                    return known[output] = Joined(node, number, value, branches, back);
                }

                back.Add(new PathStep(node, number, value, []));
                value = sources[0];
            }

            back.Reverse();
            return scope.Graph.Input.Any(i => i.Name == value)
                ? known[output] = new ChainPath(value, back)
                : throw new OutsideException($"'{NodeAttributes.Printable(value)}' is no input of the graph");
        }

        /// <summary>Common steps, then the join of what is left of every branch, then the steps behind it.</summary>
        private static ChainPath Joined(NodeProto node, int output, string value, ChainPath[] branches, List<PathStep> back)
        {
            if (branches.Any(b => b.Input != branches[0].Input))
            {
                throw new OutsideException($"{NodeAttributes.Describe(node)} joins values of several inputs");
            }

            int common = 0;
            while (branches.All(b => common < b.Steps.Count && b.Steps[common].Value == branches[0].Steps[common].Value))
            {
                common++;
            }

            var join = new PathStep(node, output, value, [.. branches.Select(b => b.Steps.Skip(common).ToArray())]);
            if (join.Size > MostSteps)
            {
                throw new OutsideException($"{NodeAttributes.Describe(node)} joins branches of more than {MostSteps} steps");
            }

            return new ChainPath(branches[0].Input, [.. branches[0].Steps.Take(common), join, .. Enumerable.Reverse(back)]);
        }
    }

    private static string[] Sources(GraphScope scope, NodeProto node)
    {
        // Everything else that these take are facts: weights, states, shapes.
        if (NodeReader.IsRecurrent(node) || node.OpType is "Reshape" or "Squeeze" or "Unsqueeze" or "Gather" or "Slice" or "Dropout")
        {
            return [node.Input.FirstOrDefault() ?? string.Empty];
        }

        string[] computed = [.. node.Input.Where(i => i.Length > 0 && scope.Constant(i) is null)];
        bool joins = JoinStage.Joins(node) && computed.Length == node.Input.Count && computed.Length > 1;
        return computed.Length == 1 || joins
            ? computed
            : throw new OutsideException($"{NodeAttributes.Describe(node)} joins {computed.Length} values");
    }
}

/// <summary>A node of a path.</summary>
/// <param name="Node">The node.</param>
/// <param name="Output">The number of its output that the path goes on from.</param>
/// <param name="Value">The name of that.</param>
/// <param name="Branches">Where the node joins branches: the steps of each since they forked; else none.</param>
internal sealed record PathStep(NodeProto Node, int Output, string Value, IReadOnlyList<IReadOnlyList<PathStep>> Branches)
{
    /// <summary>Steps of all branches, and this one.</summary>
    public long Size { get; } = 1 + Branches.SelectMany(b => b).Sum(s => s.Size);

    /// <summary>The nodes up to here since the fork, this one last.</summary>
    public IEnumerable<NodeProto> Nodes => [.. Branches.SelectMany(b => b).SelectMany(s => s.Nodes), Node];
}
