using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Reports;

/// <summary>A value over steps as SVG: a line, and the band in which it is certain to stay. Where the band has no end it runs to the
/// edge.</summary>
internal static class BandChart
{
    private const int Left = 70;
    private const int Width = 420;
    private const int Height = 150;
    private const int Margin = 12;

    public static void Add(StringBuilder page, string title, ReportBand band)
    {
        double[] ends = [.. band.Lower.Concat(band.Upper).Concat(band.Middle).Where(double.IsFinite)];
        (double least, double most) = (ends.DefaultIfEmpty(0).Min(), ends.DefaultIfEmpty(0).Max());
        double spread = (most / 2) - (least / 2); // halved first: no difference of ends overflows
        int last = Math.Max(1, band.Middle.Count - 1);
        string Invariant(FormattableString text) => FormattableString.Invariant(text);
        double Y(double value) => Margin + (Height * (spread > 0 ? Math.Clamp(((most / 2) - (value / 2)) / spread, 0, 1) : 0.5));
        string Point(double value, int step) => Invariant($"{Left + ((double)Width * step / last):F1},{Y(value):F1}");
        string Line(IEnumerable<double> values) => string.Join(' ', values.Select(Point));

        page.Append(
            Invariant($"<svg width=\"{Left + Width + Margin}\" height=\"{Height + (3 * Margin) + 8}\" role=\"img\" font-size=\"12\" ")
        );
        page.Append("fill=\"#1c2333\">\n<title>").Append(ReportHtml.Escaped(title)).Append("</title>\n");
        IEnumerable<string> back = band.Upper.Select(Point).Reverse();
        page.Append("<polygon points=\"").Append(Line(band.Lower)).Append(' ').AppendJoin(' ', back);
        page.Append("\" fill=\"#c9dcf3\" stroke=\"#8fb3dc\"/>\n<polyline points=\"").Append(Line(band.Middle));
        page.Append("\" fill=\"none\" stroke=\"#24518c\" stroke-width=\"1.5\"/>\n");
        Text(Left - 8, Margin + 5, "end", OutwardText.Up(most));
        Text(Left - 8, Margin + Height + 3, "end", OutwardText.Down(least));
        Text(Left, Height + (3 * Margin) + 4, "start", "step 1");
        Text(Left + Width, Height + (3 * Margin) + 4, "end", Invariant($"{band.Middle.Count}"));
        page.Append("</svg>\n");

        void Text(int x, int y, string anchor, string text) =>
            page.Append(Invariant($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>\n"));
    }
}
