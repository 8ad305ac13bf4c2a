using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Html;

/// <summary>An audit as one page that needs nothing else: what is printed, and charts of it.</summary>
internal static class AuditPage
{
    /// <summary>Writes it.</summary>
    public static string Write(AuditReport report) =>
        ReportHtml.Page(
            report.Model,
            PageStyle.Css,
            page =>
            {
                ReportHtml.Begin(page, new Report($"Audit of {report.Model}", Sentence(report), [], []));
                AuditText.Write(report, new HtmlTables(page));
                Chart(page, "Gain of each node over the steps", report.Nodes.Select(n => Bar(n.Node, n.Gain)));
                Chart(page, "Gain up to each layer", report.Network?.Layers.Select(l => Bar(l.Layer, l.Gain)) ?? []);
                Chart(
                    page,
                    "Movement around each recorded sequence",
                    report.Data?.Sequences.Select((s, k) => Bar($"sequence {k}", s.Movement)) ?? []
                );
                Chart(page, "Ranges of the nodes' outputs", report.Nodes.Select(n => Range(n.Node, n.Lower, n.Upper)));
            }
        );

    private static string Sentence(AuditReport report)
    {
        string figures = report.Network is { } network
            ? $"Inputs off by at most ε move no output by more than {OutwardText.Up(network.Gain)} ε. "
            : string.Empty;
        return figures
            + (
                report.Demands.Count == 0
                    ? "Nothing was demanded."
                    : "Demanded: " + string.Join("; ", report.Demands.Select(d => $"{d.Demand} ({AuditText.Outcome(d.Outcome)})")) + "."
            );
    }

    private static ReportBar Bar(string name, double value) => new(name, 0, value, OutwardText.Up(value));

    private static ReportBar Range(string name, double lower, double upper) =>
        new(name, lower, upper, $"{OutwardText.Down(lower)} … {OutwardText.Up(upper)}");

    private static void Chart(StringBuilder page, string heading, IEnumerable<ReportBar> bars)
    {
        ReportBar[] all = [.. bars];
        if (all.Length > 0)
        {
            page.Append("<h2>").Append(ReportHtml.Escaped(heading)).Append("</h2>\n");
            BarChart.Add(page, heading, all);
        }
    }
}
