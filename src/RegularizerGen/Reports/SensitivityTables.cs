using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Reports;

/// <summary>A measured sensitivity as a report.</summary>
internal static class SensitivityTables
{
    private const int ShownValues = 16;

    public static string Title(SensitivityReport report) =>
        $"Measured sensitivity of {report.Cell} over {report.Steps.Count} steps, {report.WhiteNoise.Samples.Count} sequences";

    public static string Sentence(SensitivityReport report) =>
        $"Gains of the worst sequence: white noise {Text(report.WhiteNoise.Max)}, energy {Text(report.Energy.Max)}, "
        + $"peak {Text(report.Peak.Max)}; measured there, not proved elsewhere.";

    public static Report Of(SensitivityReport report) =>
        new(
            Title(report),
            Sentence(report),
            [],
            [
                Table("gains", "first order", [("white noise", report.WhiteNoise), ("energy", report.Energy), ("peak", report.Peak)]),
                Table("of a disturbance at one step", "‖∂y_T/∂x_t‖_F", [.. report.Steps.Reverse().Select((g, k) => (Ago(k), g))]),
                Table(
                    "from single input channels",
                    "root of the sum over steps of squared derivatives",
                    [.. report.Channels.Select((g, k) => ($"channel {k}", g))]
                ),
            ]
        );

    private static ReportSection Table(string heading, string unit, (string Name, MeasuredGain Gain)[] gains)
    {
        IEnumerable<(string Name, MeasuredGain Gain)> shown = gains.Take(ShownValues);
        return new ReportSection(
            gains.Length > ShownValues ? $"{heading}, the first {ShownValues} of {gains.Length}" : heading,
            unit,
            [string.Empty, "mean", "largest"],
            [.. shown.Select(g => new[] { g.Name, Text(g.Gain.Mean), Text(g.Gain.Max) })],
            [.. gains.Select(g => new ReportBar(g.Name, 0, g.Gain.Max, Text(g.Gain.Max)))]
        );
    }

    private static string Ago(int k) => k == 0 ? "last step" : $"{k} before";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
