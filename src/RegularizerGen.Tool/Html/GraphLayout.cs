using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Html;

/// <summary>
/// Places what stands in layers: order within layers by the means of the neighbours (Sugiyama, Tagawa and Toda 1981), then middles as close
/// as possible to those of the neighbours, in the sense of least squares, where nothing overlaps. Both are sweeps of a fixed number, so that
/// the whole takes n log n.
/// </summary>
internal static class GraphLayout
{
    private const int OrderSweeps = 12;
    private const int PlaceSweeps = 12;
    private const double Gap = 18;

    /// <summary>Sets the middles; widths must be known. Returns the width of all.</summary>
    public static double Place(GraphLayers graph)
    {
        foreach (List<PlacedNode> layer in graph.Layers)
        {
            Pack(layer);
        }

        for (int sweep = 0; sweep < OrderSweeps; sweep++)
        {
            foreach (List<PlacedNode> layer in Sweep(graph, sweep))
            {
                PlacedNode[] sorted = [.. layer.OrderBy(n => Wished(n, sweep))]; // stable
                layer.Clear();
                layer.AddRange(sorted);
                Pack(layer);
            }
        }

        for (int sweep = 0; sweep < PlaceSweeps; sweep++)
        {
            foreach (List<PlacedNode> layer in Sweep(graph, sweep))
            {
                Settle(layer, [.. layer.Select(n => Wished(n, sweep))]);
            }
        }

        PlacedNode[] all = [.. graph.Layers.SelectMany(l => l)];
        double left = all.Min(n => n.X - (n.Width / 2));
        foreach (PlacedNode node in all)
        {
            node.X -= left;
        }

        return all.Max(n => n.X + (n.Width / 2));
    }

    private static IEnumerable<List<PlacedNode>> Sweep(GraphLayers graph, int sweep) =>
        sweep % 2 == 0 ? graph.Layers : graph.Layers.Reverse();

    /// <summary>Where the neighbours above, or below, would have it; where it is, if it has none.</summary>
    private static double Wished(PlacedNode node, int sweep)
    {
        bool isDown = sweep % 2 == 0;
        if (isDown ? node.Above.Count == 0 : node.Below.Count == 0)
        {
            return node.X;
        }

        return isDown
            ? node.Above.Select((n, k) => n.X - (node.Above.Count == node.Signal.Uses.Count ? node.Port(k) : 0)).Average()
            : node.Below.Select(b => b.Node.X + b.Node.Port(b.Position)).Average();
    }

    private static void Pack(List<PlacedNode> layer)
    {
        double at = -layer.Sum(n => n.Width + Gap) / 2;
        foreach (PlacedNode node in layer)
        {
            node.X = at + (node.Width / 2);
            at += node.Width + Gap;
        }
    }

    /// <summary>The places with the least sum of squared distances to those wished for that keep order and gaps: regression on a monotone
    /// sequence, by pooling neighbours (Ayer et al. 1955).</summary>
    private static void Settle(List<PlacedNode> layer, double[] wished)
    {
        double[] offsets = new double[layer.Count];
        for (int k = 1; k < layer.Count; k++)
        {
            offsets[k] = offsets[k - 1] + ((layer[k - 1].Width + layer[k].Width) / 2) + Gap;
        }

        var pools = new Stack<(double Sum, int Count)>();
        for (int k = 0; k < layer.Count; k++)
        {
            (double sum, int count) = (wished[k] - offsets[k], 1);
            while (pools.TryPeek(out (double Sum, int Count) before) && before.Sum / before.Count >= sum / count)
            {
                pools.Pop();
                (sum, count) = (sum + before.Sum, count + before.Count);
            }

            pools.Push((sum, count));
        }

        int at = layer.Count;
        foreach ((double sum, int count) in pools)
        {
            for (int k = 0; k < count; k++)
            {
                at--;
                layer[at].X = offsets[at] + (sum / count);
            }
        }
    }
}
