using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Html;

/// <summary>Equations below a heading.</summary>
/// <param name="Heading">The heading; empty for none.</param>
/// <param name="Equations">LaTeX, line by line.</param>
internal sealed record EquationSection(string Heading, IReadOnlyList<string> Equations)
{
    private const int Shown = 1000;

    private const string HeadingStart = @"&\text{";

    /// <summary>The sections of a derivation in LaTeX.</summary>
    public static IEnumerable<EquationSection> Of(IReadOnlyList<string> latex)
    {
        string heading = string.Empty;
        var equations = new List<string>();
        foreach (string line in latex.SelectMany(l => l.Split('\n')))
        {
            if (!line.StartsWith(HeadingStart, StringComparison.Ordinal))
            {
                equations.Add(line);
                continue;
            }

            if (equations.Count > 0)
            {
                yield return new EquationSection(heading, [.. equations]);
            }

            heading = line[HeadingStart.Length..line.LastIndexOf('}')];
            equations.Clear();
        }

        yield return new EquationSection(heading, equations);
    }

    /// <summary>Adds heading and equations.</summary>
    public void Write(StringBuilder page, string? heading = null)
    {
        string title = heading ?? char.ToUpperInvariant(Heading[0]) + Heading[1..];
        page.Append("<h2>").Append(ReportHtml.Escaped(title)).Append("</h2>\n");
        WriteTable(page);
    }

    /// <summary>Adds the equations; of very many the first, since browsers do not show tens of thousands well.</summary>
    public void WriteTable(StringBuilder page)
    {
        page.Append("<table class=\"equations\">\n");
        foreach (string equation in Equations.Take(Shown))
        {
            Equation.Of(equation).Write(page);
        }

        page.Append("</table>\n");
        if (Equations.Count > Shown)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"unit\">The first {Shown} of {Equations.Count} equations. What explain prints "
            );
            page.Append("has all of them.</p>\n");
        }
    }
}
