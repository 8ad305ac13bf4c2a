using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Certificates;

namespace RegularizerGen.Reports;

/// <summary>A conditional certificate as a report of tables: its notes are what it is conditional on, and come first.</summary>
internal static class ConditionalTables
{
    private const int ShownUnits = 16;

    public static Report Of(ConditionalCertificate certificate)
    {
        var sections = new List<ReportSection>();
        if (certificate.TooNarrow.Count > 0)
        {
            sections.Add(TooNarrow(certificate.TooNarrow));
        }

        sections.Add(Figures(certificate));
        sections.Add(Movement(certificate.Movement));
        sections.Add(Watched(certificate.Watched));
        return new Report(
            ConditionalReport.Title(certificate),
            ConditionalReport.Verdict(certificate),
            [.. certificate.Conditions.Select(c => "if " + c)],
            sections
        )
        {
            NotesHeading = "It holds only",
            HasNotesFirst = true,
        };
    }

    private static ReportSection TooNarrow(IReadOnlyList<NarrowRange> narrow) =>
        new(
            narrow.Count > ShownUnits ? $"too narrow, the first {ShownUnits} of {Number(narrow.Count)}" : "too narrow",
            "ranges that can never be kept with their margins",
            ["signal", "unit", "width", "margin", "at least wider by"],
            [
                .. narrow
                    .Take(ShownUnits)
                    .Select(n =>
                        new[] { n.Signal, Number(n.Unit), OutwardText.Down(n.Width), OutwardText.Up(n.Margin), OutwardText.Up(n.Missing) }
                    ),
            ]
        );

    private static ReportSection Figures(ConditionalCertificate certificate) =>
        new(
            "while the conditions hold, at most",
            string.Empty,
            ["", ""],
            [
                ["in one norm a step stretches by", OutwardText.Up(certificate.Rate)],
                ["covered", certificate.Steps is { } steps ? $"the first {Number(steps)} steps" : "any number of steps"],
                [$"gain over {Number(certificate.Horizon)} steps", OutwardText.Up(certificate.Finite.Gain)],
                ["gain over any number of steps", OutwardText.Up(certificate.Gains.Gain)],
                ["finite-energy gain", OutwardText.Up(certificate.FiniteEnergyGain)],
            ]
        );

    private static ReportSection Movement(IReadOnlyList<double> movement) =>
        new(
            "movement of the outputs, at most",
            "from the watched sequence, at any step that is covered",
            ["output", "movement"],
            [.. movement.Take(ShownUnits).Select((m, k) => new[] { Number(k), OutwardText.Up(m) })],
            [.. movement.Take(ShownUnits).Select((m, k) => new ReportBar($"output {Number(k)}", 0, m, OutwardText.Up(m)))]
        );

    private static ReportSection Watched(IReadOnlyList<WatchedRange> watched)
    {
        (WatchedRange Range, int Unit)[] narrowest = [.. watched.Select(w => (w, Narrowest(w)))];
        return new ReportSection(
            "watched",
            "of each signal the unit whose range leaves least room within its margins",
            ["signal", "unit", "from", "to", "margin", "slack of float"],
            [
                .. narrowest.Select(n =>
                    new[]
                    {
                        n.Range.Signal,
                        Number(n.Unit),
                        OutwardText.Down(n.Range.Lower[n.Unit]),
                        OutwardText.Up(n.Range.Upper[n.Unit]),
                        OutwardText.Up(n.Range.Margin[n.Unit]),
                        OutwardText.Up(n.Range.FloatSlack[n.Unit]),
                    }
                ),
            ],
            [
                .. narrowest.Select(n => new ReportBar(
                    n.Range.Signal,
                    n.Range.Lower[n.Unit],
                    n.Range.Upper[n.Unit],
                    $"{OutwardText.Down(n.Range.Lower[n.Unit])} … {OutwardText.Up(n.Range.Upper[n.Unit])}"
                )),
            ]
        );
    }

    private static int Narrowest(WatchedRange watched) =>
        Enumerable.Range(0, watched.Lower.Count).MinBy(k => watched.Upper[k] - watched.Lower[k] - (2 * watched.Margin[k]));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
