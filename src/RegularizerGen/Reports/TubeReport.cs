using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Reports;

/// <summary>A certificate around a sequence as a report.</summary>
internal static class TubeReport
{
    private const int ShownOutputs = 4;
    private const int ShownSteps = 8;
    private const int ShownBars = 50;

    /// <summary>One line: what was certified.</summary>
    public static string Title(TubeCertificate tube) =>
        FormattableString.Invariant(
            $"Certificate of {tube.Cell} around a sequence of {tube.Steps} steps, inputs off by at most {tube.Radius}"
        );

    /// <summary>What it is worth.</summary>
    public static string Sentence(TubeCertificate tube)
    {
        string movement =
            $"No output moves by more than {OutwardText.Up(tube.Movement.Max(m => m.Max()))}, or by more than "
            + $"{OutwardText.Up(tube.Movement[^1].Max())} at the last step.";
        string bounded =
            tube.BoundedSteps < tube.Steps
                ? FormattableString.Invariant($" Only the first {tube.BoundedSteps} steps are bounded.")
                : string.Empty;
        return movement + bounded + (tube.Margins is { } margins ? Label(margins) : string.Empty);
    }

    /// <summary>The report.</summary>
    public static Report Of(TubeCertificate tube)
    {
        var sections = new List<ReportSection> { Outputs(tube) };
        sections.AddRange(Enumerable.Range(0, Math.Min(ShownOutputs, tube.Nominal[0].Length)).Select(k => Band(tube, k)));
        if (tube.Gains is { } gains)
        {
            sections.Add(Gains(gains));
        }

        sections.Add(Ranges(tube));
        return new Report(Title(tube), Sentence(tube), tube.Assumptions, sections);
    }

    private static string Label(TubeMargins margins)
    {
        double least = margins.Least.Where((_, k) => k != margins.Label).Min();
        return FormattableString.Invariant($" At the last step output {margins.Label} ")
            + (margins.IsCertain ? $"stays the largest, by at least {OutwardText.Down(least)}." : "is the largest, but not for certain.");
    }

    private static ReportSection Outputs(TubeCertificate tube)
    {
        int count = tube.Nominal[0].Length;
        double[] largest = [.. tube.Movement.Select(m => m.Max())];
        return new ReportSection(
            "movement of the outputs, at most",
            "from the nominal value, at any step and at the last; drawn: the largest at every step",
            ["output", "any step", "last step"],
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(k => new[] { Number(k), OutwardText.Up(tube.Movement.Max(m => m[k])), OutwardText.Up(tube.Movement[^1][k]) }),
            ]
        )
        {
            Band = new ReportBand(new double[largest.Length], largest, largest),
        };
    }

    private static ReportSection Band(TubeCertificate tube, int output)
    {
        int[] shown = [.. Enumerable.Range(0, ShownSteps).Select(k => (int)((long)k * (tube.Steps - 1) / (ShownSteps - 1))).Distinct()];
        string[] Row(string name, Func<int, string> text) => [name, .. shown.Select(text)];
        return new ReportSection(
            $"output {Number(output)}",
            "certain for every admissible sequence",
            ["step", .. shown.Select(s => Number(s + 1))],
            [
                Row("at most", s => OutwardText.Up(tube.Upper[s][output])),
                Row("nominal", s => tube.Nominal[s][output].ToString("G4", CultureInfo.InvariantCulture)),
                Row("at least", s => OutwardText.Down(tube.Lower[s][output])),
            ]
        )
        {
            Band = new ReportBand(
                [.. tube.Lower.Select(v => v[output])],
                [.. tube.Nominal.Select(v => v[output])],
                [.. tube.Upper.Select(v => v[output])]
            ),
        };
    }

    private static ReportSection Gains(TubeGains gains)
    {
        string[] Row(string name, (double WhiteNoise, double Energy, double Peak) g) =>
            [name, OutwardText.Up(g.WhiteNoise), OutwardText.Up(g.Energy), OutwardText.Up(g.Peak)];
        return new ReportSection(
            "gains of the last output on the set, at most",
            "bars: what each step adds to the peak gain, from the last step back",
            ["", "white noise", "energy", "peak"],
            [
                Row("all inputs", (gains.WhiteNoise, gains.Energy, gains.Peak)),
                .. gains.ByOutputs.Take(ShownSteps).Select((g, k) => Row($"output {Number(k)}", g)),
                .. gains.ByChannels.Take(ShownSteps).Select((g, k) => Row($"from input channel {Number(k)}", g)),
            ],
            [
                .. gains
                    .BySteps.Reverse()
                    .Take(ShownBars)
                    .Select((g, k) => new ReportBar(k == 0 ? "last step" : $"{Number(k)} before", 0, g.Peak, OutwardText.Up(g.Peak))),
            ]
        );
    }

    private static ReportSection Ranges(TubeCertificate tube)
    {
        (string Signal, string Kind, double Lower, double Upper)[] reach =
        [
            .. tube.Reach.Select(r => (r.Signal, r.Kind, r.Lower.Min(v => v.Min()), r.Upper.Max(v => v.Max()))),
        ];
        return new ReportSection(
            "ranges at all steps",
            "of every unit of a signal",
            ["signal", "kind", "from", "to"],
            [.. reach.Select(r => new[] { r.Signal, r.Kind, OutwardText.Down(r.Lower), OutwardText.Up(r.Upper) })],
            [.. reach.Select(r => new ReportBar(r.Signal, r.Lower, r.Upper, $"{OutwardText.Down(r.Lower)} … {OutwardText.Up(r.Upper)}"))]
        );
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
