using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>The nodes between an input of the graph and one of its outputs, where they are a path.</summary>
/// <param name="Input">The input.</param>
/// <param name="Nodes">The nodes, each with the number of its output that the path goes on from.</param>
internal sealed record ChainPath(string Input, IReadOnlyList<(NodeProto Node, int Output)> Nodes)
{
    /// <summary>Follows a value back to an input.</summary>
    /// <exception cref="OutsideException">A node joins two values, or there is no input at the end.</exception>
    public static ChainPath To(GraphScope scope, string output)
    {
        var nodes = new List<(NodeProto, int)>();
        string value = output;
        while (scope.Producer(value) is { } node)
        {
            if (nodes.Count > scope.Graph.Node.Count)
            {
                throw new OutsideException($"{NodeAttributes.Describe(node)} feeds itself");
            }

            nodes.Add((node, node.Output.IndexOf(value)));
            value = Source(scope, node);
        }

        nodes.Reverse();
        return scope.Graph.Input.Any(i => i.Name == value)
            ? new ChainPath(value, nodes)
            : throw new OutsideException($"'{NodeAttributes.Printable(value)}' is no input of the graph");
    }

    private static string Source(GraphScope scope, NodeProto node)
    {
        // Everything else that these take are facts: weights, states, shapes.
        if (NodeReader.IsRecurrent(node) || node.OpType is "Reshape" or "Squeeze" or "Unsqueeze" or "Gather" or "Slice" or "Dropout")
        {
            return node.Input.FirstOrDefault() ?? string.Empty;
        }

        string[] computed = [.. node.Input.Where(i => i.Length > 0 && scope.Constant(i) is null)];
        return computed.Length == 1
            ? computed[0]
            : throw new OutsideException($"{NodeAttributes.Describe(node)} joins {computed.Length} values");
    }
}
