using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace RegularizerGen.Reports;

/// <summary>A report as one page that needs nothing else: tables, and a chart beside each that has one.</summary>
internal static class ReportHtml
{
    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; color: #1c2333; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.35rem; margin: 0 0 .4rem; } div + h1 { margin-top: 3rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .2rem; }
        .verdict { font-size: 1.05rem; padding: .6rem .8rem; background: #eef3fb; border-left: 4px solid #4078be; }
        .unit { color: #5b6579; margin: 0 0 .4rem; }
        table { border-collapse: collapse; } th, td { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid #e3e7ef; }
        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; padding-left: 0; }
        .section { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; } svg { max-width: 100%; }
        """;

    /// <summary>A report, and those of its parts below it.</summary>
    public static string Write(Report report, params Report[] parts) =>
        Page(
            report.Title,
            string.Empty,
            page =>
            {
                Add(page, report);
                foreach (Report part in parts)
                {
                    Add(page, part);
                }
            }
        );

    /// <summary>A whole report.</summary>
    public static void Add(StringBuilder page, Report report)
    {
        Begin(page, report);
        foreach (ReportSection section in report.Sections)
        {
            Add(page, section);
        }
    }

    /// <summary>A page that needs nothing else.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="style">CSS beyond that of reports.</param>
    /// <param name="body">Adds what stands in it.</param>
    public static string Page(string title, string style, Action<StringBuilder> body)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"/>");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.Append("<title>").Append(Escaped(title)).Append("</title>\n<style>\n").Append(Style).Append('\n').Append(style);
        page.Append("</style></head>\n<body>\n");
        body(page);
        return page.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>What stands above the tables: title, verdict, and what it rests on.</summary>
    public static void Begin(StringBuilder page, Report report)
    {
        page.Append("<h1>").Append(Escaped(report.Title)).Append("</h1>\n");
        string verdict = $"<p class=\"verdict\">{Escaped(report.Verdict)}</p>\n";
        page.Append(report.HasNotesFirst ? string.Empty : verdict);
        if (report.Notes.Count > 0)
        {
            page.Append("<h2>").Append(Escaped(report.NotesHeading)).Append("</h2>\n<ul>");
            page.AppendJoin(string.Empty, report.Notes.Select(note => $"<li>{Escaped(note)}</li>")).Append("</ul>\n");
        }

        page.Append(report.HasNotesFirst ? verdict : string.Empty);
    }

    /// <summary>Text that may hold any character of the user's.</summary>
    public static string Escaped(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A table with its heading, and its chart where it has one.</summary>
    public static void Add(StringBuilder page, ReportSection section)
    {
        page.Append("<h2>").Append(Escaped(section.Heading)).Append("</h2>\n");
        page.Append(section.Unit.Length > 0 ? $"<p class=\"unit\">{Escaped(section.Unit)}</p>\n" : string.Empty);
        page.Append("<div class=\"section\">\n<table>\n");
        if (section.Columns.Any(c => c.Length > 0))
        {
            Row(page, "th", section.Columns);
        }

        foreach (IReadOnlyList<string> row in section.Rows)
        {
            Row(page, "td", row);
        }

        page.Append("</table>\n");
        if (section.Bars is { Count: > 0 } bars)
        {
            BarChart.Add(page, section.Heading, bars);
        }

        if (section.Band is { } band)
        {
            BandChart.Add(page, section.Heading, band);
        }

        page.Append("</div>\n");
    }

    private static void Row(StringBuilder page, string tag, IReadOnlyList<string> cells) =>
        page.Append("<tr>").AppendJoin(string.Empty, cells.Select(cell => $"<{tag}>{Escaped(cell)}</{tag}>")).Append("</tr>\n");
}
