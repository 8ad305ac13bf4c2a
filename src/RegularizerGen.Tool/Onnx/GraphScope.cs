using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Onnx;

/// <summary>A graph, or a graph within a node of another one, and what its names stand for.</summary>
internal sealed class GraphScope
{
    private const int DeepestFolding = 64; // names may lead in a circle
    private const int DeepestGraph = 32;

    private readonly ModelFile model;
    private readonly GraphScope? outer;
    private readonly Dictionary<string, TensorProto> initializers = [];
    private readonly Dictionary<string, NodeProto> producers = [];

    private GraphScope(ModelFile model, GraphProto graph, GraphScope? outer)
    {
        this.model = model;
        this.outer = outer;
        Graph = graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            initializers[tensor.Name] = tensor;
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output.Where(o => o.Length > 0))
            {
                producers[output] = node;
            }
        }
    }

    /// <summary>The graph.</summary>
    public GraphProto Graph { get; }

    /// <summary>Whether it is the outermost one.</summary>
    public bool IsOutermost => outer is null;

    /// <summary>The graph of a model and all that lie within its nodes, outer ones first.</summary>
    /// <exception cref="UnusableInputException">They lie too deep within each other.</exception>
    public static IReadOnlyList<GraphScope> All(ModelFile model)
    {
        var all = new List<(GraphScope Scope, int Depth)> { (new GraphScope(model, model.Graph, null), 0) };
        for (int k = 0; k < all.Count; k++)
        {
            (GraphScope scope, int depth) = all[k];
            IEnumerable<GraphProto> inner = scope.Graph.Node.SelectMany(n => n.Attribute).SelectMany(Graphs);
            foreach (GraphProto graph in inner)
            {
                if (depth == DeepestGraph)
                {
                    throw new UnusableInputException($"Graphs lie within each other more than {DeepestGraph} deep.");
                }

                all.Add((new GraphScope(model, graph, scope), depth + 1));
            }
        }

        return [.. all.Select(a => a.Scope)];
    }

    /// <summary>The node that makes a value, or null: an input, a constant, or a value of an outer graph.</summary>
    public NodeProto? Producer(string name) => producers.GetValueOrDefault(name);

    /// <summary>The nodes that take a value.</summary>
    public IEnumerable<NodeProto> Consumers(string name) => Graph.Node.Where(n => n.Input.Contains(name));

    /// <summary>Whether anything takes an output of a node.</summary>
    public bool Uses(NodeProto node, int output) =>
        node.Output.Count > output
        && node.Output[output] is { Length: > 0 } name
        && (Consumers(name).Any() || Graph.Output.Any(o => o.Name == name));

    /// <summary>The constant that a name stands for, or null.</summary>
    /// <exception cref="UnusableInputException">It is one, but malformed.</exception>
    public Tensor? Constant(string name) => Constant(name, DeepestFolding);

    /// <summary>Whether a name stands for zeros, of whatever sizes.</summary>
    public bool IsZero(string name) => IsZero(name, DeepestFolding);

    private static IEnumerable<GraphProto> Graphs(AttributeProto attribute) =>
        attribute.G is { } graph ? attribute.Graphs.Append(graph) : attribute.Graphs;

    private Tensor? Constant(string name, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        if (initializers.TryGetValue(name, out TensorProto? tensor) || (IsOutermost && model.Given.TryGetValue(name, out tensor)))
        {
            return TensorReader.Read(tensor, model.Folder) with { Name = NodeAttributes.Printable(name) };
        }

        if (Producer(name) is not { } node)
        {
            return Graph.Input.Any(i => i.Name == name) ? null : outer?.Constant(name, depth - 1);
        }

        return node.OpType == "Constant" ? OfNode(new NodeAttributes(node), name)
            : ConstantFolding.Knows(node.OpType) && node.Input.Count > 0 && Constant(node.Input[0], depth - 1) is { } argument
                ? ConstantFolding.Apply(node, argument, k => Second(node, k, depth))
            : null;
    }

    private Tensor? Second(NodeProto node, int input, int depth) =>
        input < node.Input.Count && node.Input[input].Length > 0 ? Constant(node.Input[input], depth - 1) : null;

    private Tensor? OfNode(NodeAttributes attributes, string name)
    {
        string clean = NodeAttributes.Printable(name);
        return attributes.Tensor("value") is { } tensor ? TensorReader.Read(tensor, model.Folder) with { Name = clean }
            : attributes.Float("value_float") is { } number ? new Tensor(clean, [], [number])
            : attributes.Int("value_int") is { } integer ? new Tensor(clean, [], [integer])
            : attributes.Ints("value_ints") is { } integers ? new Tensor(clean, [integers.Count], [.. integers.Select(v => (double)v)])
            : attributes.Floats("value_floats") is { Count: > 0 } numbers
                ? new Tensor(clean, [numbers.Count], [.. numbers.Select(v => (double)v)])
            : null;
    }

    private bool IsZero(string name, int depth)
    {
        if (depth == 0)
        {
            return false;
        }

        if (Constant(name, depth) is { } constant)
        {
            return constant.Values.All(v => v == 0);
        }

        return Producer(name) switch
        {
            { OpType: "ConstantOfShape" } node => new NodeAttributes(node).Tensor("value") is not { } value
                || TensorReader.Read(value, model.Folder).Values.All(v => v == 0),
            {
                OpType: "Expand" or "Identity" or "Cast" or "Unsqueeze" or "Squeeze" or "Reshape" or "Transpose" or "Slice",
                Input.Count: > 0
            } node => IsZero(node.Input[0], depth - 1),
            null when !Graph.Input.Any(i => i.Name == name) => outer?.IsZero(name, depth - 1) ?? false,
            _ => false,
        };
    }
}
