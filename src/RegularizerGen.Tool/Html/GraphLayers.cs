using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Html;

/// <summary>
/// The signals in layers, each below what it is made of. What is used far below shows again there as a copy of its name, so that no line
/// passes more than a few layers: points that lines pass, and with them all work, are linear in the size of the step.
/// </summary>
internal sealed class GraphLayers
{
    private const int LongestLine = 5;

    private readonly StepGraph graph;
    private readonly int[] layerOf;
    private readonly List<List<PlacedNode>> layers = [];
    private readonly Dictionary<(int Signal, int Layer), PlacedNode> copies = [];

    /// <summary>Puts a graph into layers.</summary>
    public GraphLayers(StepGraph graph)
    {
        this.graph = graph;
        layerOf = Assign();
        PlacedNode[] placed = [.. graph.Nodes.Select(n => Add(new PlacedNode(n, PlacedKind.Signal), layerOf[n.Number]))];
        Lines = [.. graph.Nodes.SelectMany(n => n.Uses.Select((use, k) => Line(placed, n, use, k)))];
    }

    /// <summary>What stands in each layer, from top to bottom.</summary>
    public IReadOnlyList<List<PlacedNode>> Layers => layers;

    /// <summary>A line for every use.</summary>
    public IReadOnlyList<UseLine> Lines { get; }

    /// <summary>A signal stands right below the lowest of what it uses; inputs and states right above the first use.</summary>
    private int[] Assign()
    {
        int[] layer = new int[graph.Nodes.Count];
        int[] firstUse = new int[graph.Nodes.Count];
        Array.Fill(firstUse, int.MaxValue);
        foreach (SignalNode node in Ordered())
        {
            layer[node.Number] = node.Uses.Select(u => layer[u.Signal] + 1).DefaultIfEmpty(0).Max();
            foreach (SignalUse use in node.Uses)
            {
                firstUse[use.Signal] = Math.Min(firstUse[use.Signal], layer[node.Number]);
            }
        }

        foreach (SignalNode node in graph.Nodes.Where(n => n.Uses.Count == 0 && firstUse[n.Number] < int.MaxValue))
        {
            layer[node.Number] = firstUse[node.Number] - 1;
        }

        return layer;
    }

    /// <summary>The signals, each after those that it uses; without recursion, whatever the depth.</summary>
    private List<SignalNode> Ordered()
    {
        int[] missing = [.. graph.Nodes.Select(n => n.Uses.Count)];
        var users = new List<int>[graph.Nodes.Count];
        foreach (SignalNode node in graph.Nodes)
        {
            foreach (SignalUse use in node.Uses)
            {
                (users[use.Signal] ??= []).Add(node.Number);
            }
        }

        var ready = new Queue<SignalNode>(graph.Nodes.Where(n => n.Uses.Count == 0));
        var ordered = new List<SignalNode>();
        while (ready.TryDequeue(out SignalNode? node))
        {
            ordered.Add(node);
            foreach (int user in users[node.Number] ?? [])
            {
                if (--missing[user] == 0)
                {
                    ready.Enqueue(graph.Nodes[user]);
                }
            }
        }

        return ordered;
    }

    private UseLine Line(PlacedNode[] placed, SignalNode to, SignalUse use, int position)
    {
        (int first, int last) = (layerOf[use.Signal], layerOf[to.Number]);
        PlacedNode from = last - first <= LongestLine ? placed[use.Signal] : Copy(use.Signal, last - 1);
        var line = new UseLine(use, position, from, placed[to.Number]);
        PlacedNode above = from;
        for (int layer = from.Layer + 1; layer < last; layer++)
        {
            PlacedNode point = Add(new PlacedNode(graph.Nodes[use.Signal], PlacedKind.Point), layer);
            line.Points.Add(point);
            PlacedNode.Join(above, point, 0);
            above = point;
        }

        PlacedNode.Join(above, placed[to.Number], position);
        return line;
    }

    /// <summary>The copy of a signal's name in a layer, one for all uses right below.</summary>
    private PlacedNode Copy(int signal, int layer) =>
        copies.TryGetValue((signal, layer), out PlacedNode? known)
            ? known
            : copies[(signal, layer)] = Add(new PlacedNode(graph.Nodes[signal], PlacedKind.Copy), layer);

    private PlacedNode Add(PlacedNode node, int layer)
    {
        while (layers.Count <= layer)
        {
            layers.Add([]);
        }

        node.Layer = layer;
        layers[layer].Add(node);
        return node;
    }
}
