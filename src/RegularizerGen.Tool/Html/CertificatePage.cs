using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Reports;

namespace RegularizerGen.Tool.Html;

/// <summary>Certificates of a cell as one page that needs nothing else: of the box, and around the first of the recorded
/// sequences.</summary>
internal static class CertificatePage
{
    private const int ShownSequences = 8;

    /// <summary>Writes it.</summary>
    /// <param name="box">The certificate of the box.</param>
    /// <param name="around">Those around sequences; none are needed.</param>
    public static string Write(Certificate box, IReadOnlyList<TubeCertificate> around)
    {
        Report report = CertificateReport.Of(box);
        IEnumerable<Report> shown = around
            .Take(ShownSequences)
            .Select(
                (tube, k) => TubeReport.Of(tube) with { Title = FormattableString.Invariant($"Sequence {k}: {TubeReport.Title(tube)}") }
            );
        return ReportHtml.Write(around.Count == 0 ? report : report with { Sections = [.. report.Sections, Around(around)] }, [.. shown]);
    }

    private static ReportSection Around(IReadOnlyList<TubeCertificate> around)
    {
        (TubeCertificate Tube, int Number)[] worst =
        [
            .. around.Select((t, k) => (t, k)).OrderByDescending(t => t.t.Movement.Max(m => m.Max())).Take(ShownSequences),
        ];
        string rest =
            around.Count > ShownSequences ? FormattableString.Invariant($", those that move most of {around.Count}") : string.Empty;
        return new ReportSection(
            "around the recorded sequences" + rest,
            FormattableString.Invariant($"every input off by at most {around[0].Radius}"),
            ["sequence", "steps", "movement", "at the last step"],
            [
                .. worst.Select(w =>
                    new[]
                    {
                        FormattableString.Invariant($"{w.Number}"),
                        FormattableString.Invariant($"{w.Tube.Steps}"),
                        OutwardText.Up(w.Tube.Movement.Max(m => m.Max())),
                        OutwardText.Up(w.Tube.Movement[^1].Max()),
                    }
                ),
            ],
            [
                .. worst.Select(w => new ReportBar(
                    FormattableString.Invariant($"sequence {w.Number}"),
                    0,
                    w.Tube.Movement.Max(m => m.Max()),
                    OutwardText.Up(w.Tube.Movement.Max(m => m.Max()))
                )),
            ]
        );
    }
}
