using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RegularizerGen.Reports;

/// <summary>A report as plain text: the sentence on top, then tables whose columns stand below each other.</summary>
internal static class ReportText
{
    private const string Gap = "  ";

    public static string Write(Report report)
    {
        var text = new StringBuilder();
        Line(text, report.Title);
        Line(text, report.Verdict);
        foreach (string note in report.Notes)
        {
            Line(text, $"{Gap}assumes: {note}");
        }

        foreach (ReportSection section in report.Sections)
        {
            text.Append('\n');
            Line(text, section.Unit.Length > 0 ? $"{section.Heading} ({section.Unit})" : section.Heading);
            int[] widths = [.. section.Columns.Select((column, k) => section.Rows.Select(r => r[k].Length).Append(column.Length).Max())];
            if (section.Columns.Any(c => c.Length > 0))
            {
                Line(text, Row(section.Columns, widths));
            }

            foreach (IReadOnlyList<string> row in section.Rows)
            {
                Line(text, Row(row, widths));
            }
        }

        return text.ToString();
    }

    /// <summary>The first column begins where it does, the others end below each other.</summary>
    private static string Row(IReadOnlyList<string> cells, int[] widths) =>
        Gap + string.Join(Gap, cells.Select((cell, k) => k == 0 ? cell.PadRight(widths[k]) : cell.PadLeft(widths[k]))).TrimEnd();

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
