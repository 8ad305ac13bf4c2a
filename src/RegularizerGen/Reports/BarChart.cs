using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Reports;

/// <summary>Horizontal bars as SVG, all over one axis that holds 0. What has no end runs to the edge.</summary>
internal static class BarChart
{
    private const int RowHeight = 20;
    private const int LabelWidth = 130;
    private const int PlotWidth = 260;
    private const int TextWidth = 150;

    public static void Add(StringBuilder page, string title, IReadOnlyList<ReportBar> bars)
    {
        (double least, double most) = Axis(bars);
        double start = least / most; // divided first: no difference of ends overflows
        double Place(double value) => LabelWidth + (PlotWidth * Math.Clamp(((value / most) - start) / (1 - start), 0, 1));
        int height = (RowHeight * bars.Count) + 6;
        page.Append(
            FormattableString.Invariant(
                $"<svg width=\"{LabelWidth + PlotWidth + TextWidth}\" height=\"{height}\" role=\"img\" font-size=\"12\" fill=\"#1c2333\">"
            )
        );
        page.Append("<title>").Append(ReportHtml.Escaped(title)).Append("</title>\n");
        double zero = Place(0);
        page.Append(
            FormattableString.Invariant($"<line x1=\"{zero:F1}\" y1=\"0\" x2=\"{zero:F1}\" y2=\"{height}\" stroke=\"#9aa5b8\"/>\n")
        );
        for (int k = 0; k < bars.Count; k++)
        {
            ReportBar bar = bars[k];
            double from = Place(bar.From);
            double width = Math.Max(Place(bar.To) - from, 1);
            int top = (RowHeight * k) + 4;
            string colour = double.IsFinite(bar.From) && double.IsFinite(bar.To) ? "#4078be" : "#c8553d";
            page.Append(FormattableString.Invariant($"<text x=\"{LabelWidth - 8}\" y=\"{top + 12}\" text-anchor=\"end\">"));
            page.Append(ReportHtml.Escaped(bar.Label)).Append("</text>");
            page.Append(
                FormattableString.Invariant(
                    $"<rect x=\"{from:F1}\" y=\"{top}\" width=\"{width:F1}\" height=\"{RowHeight - 6}\" fill=\"{colour}\"/>"
                )
            );
            page.Append(FormattableString.Invariant($"<text x=\"{LabelWidth + PlotWidth + 8}\" y=\"{top + 12}\">"));
            page.Append(ReportHtml.Escaped(bar.Text)).Append("</text>\n");
        }

        page.Append("</svg>\n");
    }

    /// <summary>From the least finite end (or 0) to the largest above it.</summary>
    private static (double Least, double Most) Axis(IReadOnlyList<ReportBar> bars)
    {
        double[] ends = [.. bars.SelectMany(b => new[] { b.From, b.To }).Where(double.IsFinite)];
        double least = Math.Min(0, ends.DefaultIfEmpty(0).Min());
        double most = Math.Max(ends.DefaultIfEmpty(0).Max(), Math.Max(0, -least * 0.05));
        return (least, most > 0 ? most : 1);
    }
}
