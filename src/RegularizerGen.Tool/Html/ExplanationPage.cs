using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Html;

/// <summary>The derivation of a cell as one page that needs nothing else: formulas in MathML, the graph of the step in SVG.</summary>
internal static class ExplanationPage
{
    private const string Legend =
        "Underlined and overlined are the ends of a range, |v| is the largest size of a signal, L a largest slope, ‖W‖ an operator norm and "
        + "‖W‖<sub>x</sub> that of a first matrix on the disturbed input; P and N are sums of the positive and of the absolute negative "
        + "entries of a row.";

    private const string DerivativeText =
        "∂q is the derivative of the penalty by q, from A, B and the new ranges (′) back to norms, weights and previous ranges";

    /// <summary>Writes it; with numbers where there are some.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="bound">Its derivation in LaTeX, line by line.</param>
    /// <param name="derivative">The derivative of that, line by line.</param>
    /// <param name="figures">What is known of it with given weights.</param>
    /// <exception cref="FormatException">A formula has what derivations do not have.</exception>
    public static string Write(CellDescription cell, IReadOnlyList<string> bound, IReadOnlyList<string> derivative, CellFigures? figures) =>
        ReportHtml.Page(
            cell.Name,
            PageStyle.Css,
            page =>
            {
                ReportHtml.Begin(page, new Report(cell.Name, Sentence(cell, figures), cell.Assumptions, []));
                EquationSection[] sections = [.. EquationSection.Of(bound)];
                sections[0].Write(page, "Equations");
                Graph(page, cell, figures);
                foreach (EquationSection section in sections[1..])
                {
                    section.Write(page);
                }

                page.Append($"<p class=\"unit\">{Legend}</p>\n");
                page.Append("<h2>Derivative</h2>\n<details open=\"open\"><summary>").Append(DerivativeText).Append("</summary>\n");
                new EquationSection(string.Empty, derivative).WriteTable(page);
                page.Append("</details>\n");
                ReportHtml.Add(page, Weights(cell));
                foreach (ReportSection section in figures is null ? [] : FigureTables.Of(figures))
                {
                    ReportHtml.Add(page, section);
                }
            }
        );

    private static string Sentence(CellDescription cell, CellFigures? figures)
    {
        if (figures is null)
        {
            return $"What was derived of {cell.Name}, whatever its weights are. States: {string.Join(", ", cell.StateNames)}; "
                + $"inputs: {string.Join(", ", cell.InputNames)}.";
        }

        string limits = figures.Gates is [{ Share: > 0 } first, ..]
            ? FormattableString.Invariant(
                $" What limits most is {first.Name} ({first.Share:P0} of the gain, by {string.Join(" and ", first.Weights)})."
            )
            : string.Empty;
        return figures.Certificate.Verdict + limits;
    }

    private static void Graph(StringBuilder page, CellDescription cell, CellFigures? figures)
    {
        var graph = StepGraph.Of(cell);
        page.Append("<h2>Graph of the step</h2>\n<p class=\"unit\">");
        page.Append(
            figures is null
                ? "Every signal, what it is made of, and the range that is known whatever the weights are."
                : FormattableString.Invariant(
                    $"Ranges over {figures.Certificate.Horizon} steps, and how far a unit is off at most at the last one, where every input is "
                )
                    + "off by at most ε (times its declared scale) in every element at every step; of a state, before that step. At an arrow: "
                    + "the weight and its norm. Outlined in red: the gate that limits the gain."
        );
        page.Append("</p>\n<div class=\"wide\">\n");
        GraphSvg.Add(page, graph, GraphLabels.Of(cell, graph, figures));
        page.Append("</div>\n<p class=\"key\">");
        foreach (SignalRole role in Enum.GetValues<SignalRole>())
        {
            string name = role.ToString().ToLowerInvariant();
            page.Append($"<span class=\"{name}\">{(role == SignalRole.Gate ? "activation" : name)}</span> ");
        }

        page.Append("</p>\n");
    }

    private static ReportSection Weights(CellDescription cell)
    {
        var uses = new WeightUse(cell.Derivation);
        return new ReportSection(
            "How each weight enters",
            "what it stands in, and which entries of A and B follow from that",
            ["weight", "directly", "in the end"],
            [
                .. CellWeights
                    .Definition(cell)
                    .Weights.Where(w => w.Terms.Count == 0)
                    .Select(w => new[] { w.Name, List(uses.Directly(w.Name)), List(uses.Coefficients(w.Name)) }),
            ]
        );

        static string List(IReadOnlyList<string> names) => names.Count == 0 ? "–" : string.Join(", ", names);
    }
}
