using System;
using System.Globalization;
using System.Linq;
using System.Text;
using RegularizerGen.Reports;

namespace RegularizerGen.Certificates;

/// <summary>A conditional certificate as text for people: what it is conditional on comes first.</summary>
internal static class ConditionalReport
{
    private const int Shown = 8;

    public static string Title(ConditionalCertificate certificate) =>
        $"CONDITIONAL certificate of {certificate.Cell}: it holds only while all of these do";

    public static string Write(ConditionalCertificate certificate)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line(Title(certificate));
        foreach (string condition in certificate.Conditions)
        {
            Line($"  if {condition}");
        }

        Line($"  {Verdict(certificate)}");
        foreach (NarrowRange narrow in certificate.TooNarrow.Take(Shown))
        {
            Line(
                $"  '{narrow.Signal}', unit {narrow.Unit}: {OutwardText.Down(narrow.Width)} wide, a margin of {OutwardText.Up(narrow.Margin)} on either side: at least {OutwardText.Up(narrow.Missing)} wider"
            );
        }

        if (certificate.TooNarrow.Count > Shown)
        {
            Line($"  … ({certificate.TooNarrow.Count} in all)");
        }

        string steps = certificate.Steps is { } most ? FormattableString.Invariant($"the first {most} steps") : "any number of steps";
        Line($"  in one norm a step stretches by at most {OutwardText.Up(certificate.Rate)}; covered: {steps}");
        Line($"  gain over {certificate.Horizon} steps: at most {OutwardText.Up(certificate.Finite.Gain)}");
        Line($"  gain over any number of steps: at most {OutwardText.Up(certificate.Gains.Gain)}");
        Line($"  finite-energy gain: at most {OutwardText.Up(certificate.FiniteEnergyGain)}");
        Line($"  no output moves by more than {OutwardText.Up(certificate.Movement.Max())}");
        Line("  watched, narrowest unit: range, margin, slack of float");
        foreach (WatchedRange watched in certificate.Watched)
        {
            int unit = Enumerable.Range(0, watched.Lower.Count).MinBy(k => watched.Upper[k] - watched.Lower[k] - (2 * watched.Margin[k]));
            Line(
                $"    {watched.Signal.PadRight(16)} unit {unit.ToString(CultureInfo.InvariantCulture).PadRight(4)} [{OutwardText.Down(watched.Lower[unit])}, {OutwardText.Up(watched.Upper[unit])}] {OutwardText.Up(watched.Margin[unit])} {OutwardText.Up(watched.FloatSlack[unit])}"
            );
        }

        return text.ToString();
    }

    public static string Verdict(ConditionalCertificate certificate) =>
        certificate.TooNarrow.Count > 0
            ? $"Void: {certificate.TooNarrow.Count} ranges are too narrow for their margins; widen them or lower the radius."
        : certificate.Rate < 1 ? $"Then contractive: differences decay at least as fast as {OutwardText.Up(certificate.Rate)}^t."
        : $"Then bounded over {certificate.Steps} steps; contraction was not proved on these ranges.";
}
