using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Html;

/// <summary>The graph of a step as SVG: a box for every signal, a line for every use.</summary>
internal sealed class GraphSvg
{
    private const int LineHeight = 14;
    private const int LayerGap = 56;
    private const int Margin = 6;
    private const int LongestLine = 34;
    private const int PortWidth = 46;

    private readonly StringBuilder page;
    private readonly GraphLabels labels;
    private readonly GraphLayers graph;
    private readonly double[] tops;
    private readonly double[] heights;

    private GraphSvg(StringBuilder page, GraphLayers graph, GraphLabels labels)
    {
        (this.page, this.graph, this.labels) = (page, graph, labels);
        heights = [.. graph.Layers.Select(l => l.Max(Height))];
        tops = new double[heights.Length];
        for (int layer = 1; layer < tops.Length; layer++)
        {
            tops[layer] = tops[layer - 1] + heights[layer - 1] + LayerGap;
        }
    }

    /// <summary>Adds the picture.</summary>
    public static void Add(StringBuilder page, StepGraph step, GraphLabels labels)
    {
        var layers = new GraphLayers(step);
        var svg = new GraphSvg(page, layers, labels);
        foreach (PlacedNode node in layers.Layers.SelectMany(l => l))
        {
            node.Width = svg.Width(node);
        }

        svg.Draw(GraphLayout.Place(layers));
    }

    private void Draw(double inner)
    {
        double width = inner + (2 * Margin);
        double height = tops[^1] + heights[^1] + (2 * Margin);
        Append($"<svg class=\"graph\" role=\"img\" width=\"{width:F0}\" height=\"{height:F0}\" ");
        Append($"viewBox=\"{-Margin} {-Margin} {width:F0} {height:F0}\">\n");
        page.Append("<title>The step as a graph</title>\n");
        foreach (UseLine line in graph.Lines)
        {
            Draw(line);
        }

        foreach (PlacedNode node in graph.Layers.SelectMany(l => l).Where(n => n.Kind != PlacedKind.Point))
        {
            Draw(node);
        }

        foreach (UseLine line in graph.Lines.Where(l => l.Use.Weight >= 0))
        {
            DrawWeight(line);
        }

        page.Append("</svg>\n");
    }

    private void Draw(UseLine line)
    {
        double x = line.From.X;
        double y = tops[line.From.Layer] + Height(line.From);
        Append($"<path data-from=\"{line.Use.Signal}\" data-to=\"{line.To.Signal.Number}\" d=\"M{x:F1} {y:F1}");
        foreach (PlacedNode point in line.Points)
        {
            Curve(point.X, tops[point.Layer]);
            Append($" L{point.X:F1} {tops[point.Layer] + heights[point.Layer]:F1}");
            (x, y) = (point.X, tops[point.Layer] + heights[point.Layer]);
        }

        Curve(line.To.X + line.To.Port(line.Position), tops[line.To.Layer]);
        page.Append("\"/>\n");

        void Curve(double toX, double toY)
        {
            double middle = (y + toY) / 2;
            Append($" C{x:F1} {middle:F1} {toX:F1} {middle:F1} {toX:F1} {toY:F1}");
        }
    }

    private void Draw(PlacedNode node)
    {
        IReadOnlyList<string> lines = Lines(node);
        SignalNode signal = node.Signal;
        string kind = node.Kind == PlacedKind.Copy ? "copy" : signal.Role.ToString().ToLowerInvariant();
        string marks = (signal.IsOutput ? " output" : string.Empty) + (labels.Limiting.Contains(signal.Number) ? " limits" : string.Empty);
        string identity = node.Kind == PlacedKind.Signal ? $" data-signal=\"{signal.Number}\"" : string.Empty;
        page.Append($"<g class=\"{kind}{(node.Kind == PlacedKind.Signal ? marks : string.Empty)}\"{identity}>");
        page.Append("<title>").Append(ReportHtml.Escaped(string.Join("\n", labels.Lines[signal.Number]))).Append("</title>");
        Append($"<rect x=\"{node.X - (node.Width / 2):F1}\" y=\"{tops[node.Layer]:F1}\" width=\"{node.Width:F1}\" ");
        Append($"height=\"{Height(node)}\" rx=\"5\"/>");
        for (int k = 0; k < lines.Count; k++)
        {
            Text(node.X, tops[node.Layer] + (LineHeight * (k + 1)) + 1, lines[k], k == 0 ? "name" : string.Empty);
        }

        page.Append("</g>\n");
    }

    private void DrawWeight(UseLine line)
    {
        IReadOnlyList<string> lines = labels.Weights[line.Use.Weight];
        double x = line.To.X + line.To.Port(line.Position);
        for (int k = 0; k < lines.Count; k++)
        {
            Text(x, tops[line.To.Layer] - 8 - (11 * (lines.Count - 1 - k)), Cut(lines[k], PortWidth / 6), "weight");
        }
    }

    private void Text(double x, double y, string text, string style)
    {
        Append($"<text x=\"{x:F1}\" y=\"{y:F1}\"");
        page.Append(style.Length > 0 ? $" class=\"{style}\">" : ">").Append(ReportHtml.Escaped(text)).Append("</text>");
    }

    private IReadOnlyList<string> Lines(PlacedNode node) =>
        node.Kind == PlacedKind.Copy
            ? [Cut(node.Signal.Name, LongestLine)]
            : [.. labels.Lines[node.Signal.Number].Select(l => Cut(l, LongestLine))];

    private int Height(PlacedNode node) => node.Kind == PlacedKind.Point ? 0 : (LineHeight * Lines(node).Count) + 8;

    private double Width(PlacedNode node)
    {
        int ports = node.Signal.Uses.Any(u => u.Weight >= 0) ? node.Signal.Uses.Count + 1 : 0;
        return node.Kind == PlacedKind.Point
            ? 4
            : Math.Max((6.3 * Lines(node).Max(l => l.Length)) + 14, node.Kind == PlacedKind.Signal ? ports * PortWidth : 0);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private void Append(FormattableString text) => page.Append(FormattableString.Invariant(text));
}
