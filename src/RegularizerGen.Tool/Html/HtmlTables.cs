using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Html;

/// <summary>Lines and tables on a page.</summary>
/// <param name="page">The page.</param>
internal sealed class HtmlTables(StringBuilder page) : ITables
{
    /// <inheritdoc/>
    public void Line(string text = "") => page.Append(text.Length > 0 ? $"<p>{ReportHtml.Escaped(text)}</p>\n" : string.Empty);

    /// <inheritdoc/>
    public void Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Append("<table class=\"plain\">\n<tr>")
            .AppendJoin(string.Empty, columns.Select(c => $"<th{Style(c)}>{ReportHtml.Escaped(c.Trim())}</th>"))
            .Append("</tr>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            page.Append("<tr>")
                .AppendJoin(string.Empty, row.Select((c, k) => $"<td{Style(columns[k])}>{ReportHtml.Escaped(c)}</td>"))
                .Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Style(string column) => column.StartsWith(' ') ? string.Empty : " class=\"words\"";
}
