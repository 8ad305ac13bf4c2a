using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Html;

/// <summary>The figures of a cell as tables.</summary>
internal static class FigureTables
{
    private const int ShownGates = 12;

    /// <summary>The tables.</summary>
    public static IEnumerable<ReportSection> Of(CellFigures figures)
    {
        Certificate certificate = figures.Certificate;
        yield return Gates(figures.Gates);
        if (certificate.Limit is { } limit)
        {
            yield return Coefficients(limit.Coefficients);
        }

        foreach (ReportSection section in CertificateReport.Of(certificate).Sections)
        {
            yield return section;
        }

        yield return new ReportSection(
            $"movement at step {certificate.Horizon}",
            "how far a unit is off at most where inputs are off by at most ε (times their scale) at every step; of a state, before that step",
            ["signal", "off by at most, in ε"],
            [.. certificate.Ranges.Zip(figures.Signals.Movements, (r, m) => new[] { r.Signal, OutwardText.Up(m) })],
            [.. certificate.Ranges.Zip(figures.Signals.Movements, (r, m) => new ReportBar(r.Signal, 0, m, OutwardText.Up(m)))]
        );
    }

    private static ReportSection Gates(IReadOnlyList<GateLimit> gates) =>
        new(
            "Which gate limits",
            "by how much the gain from A and B would fall if the weights that act in the gate had norm 0 and ranges stayed",
            ["gate", "through", "gain without", "share"],
            [.. gates.Take(ShownGates).Select(g => new[] { g.Name, string.Join(", ", g.Weights), OutwardText.Up(g.Without), Share(g) })],
            [.. gates.Take(ShownGates).Select(g => new ReportBar(g.Name, 0, g.Share, Share(g)))]
        );

    private static ReportSection Coefficients(StepCoefficients coefficients) =>
        new(
            "A and B in the limit, at most",
            "rows: new values; columns: previous states, then the input",
            ["", .. coefficients.A.First().Value.Keys, "input"],
            [
                .. coefficients.A.Select(row =>
                    (IReadOnlyList<string>)[row.Key, .. row.Value.Values.Select(OutwardText.Up), OutwardText.Up(coefficients.B[row.Key])]
                ),
            ]
        );

    private static string Share(GateLimit gate) => FormattableString.Invariant($"{gate.Share:P0}");
}
