using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>The tables of a group: errors, other disturbances, proofs.</summary>
public static class GroupTables
{
    /// <summary>Clean and noisy errors, and differences to plain training and to the best usual way, both in %.</summary>
    public static string Errors(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        WayRuns plain = group.PlainRuns;
        WayRuns cleanest = group.BestUsual(WayRuns.Clean);
        WayRuns quietest = group.BestUsual(WayRuns.Noisy);
        string[] header =
        [
            "way",
            "seeds",
            "strength",
            "at edge",
            "FIT %",
            "clean error",
            "noisy error",
            "clean: % to plain",
            "noisy: % to plain",
            $"clean: % to best usual ({cleanest.Way.Title})",
            $"noisy: % to best usual ({quietest.Way.Title})",
        ];
        return MarkdownTable.Of(
            header,
            group.Ways.Select(w =>
                (string[])
                    [
                        w.Way.Title,
                        Count(w.Runs.Count),
                        w.Way.HasStrength ? MarkdownTable.Figure(Statistics.Median(w.Runs.Select(Strength))) : "-",
                        Count(w.Runs.Count(r => r.IsAtEdge)),
                        Fit(w.Mean(m => m.Fit)),
                        MarkdownTable.Figure(w.Mean(WayRuns.Clean)),
                        MarkdownTable.Figure(w.Mean(WayRuns.Noisy)),
                        Difference(w, plain, WayRuns.Clean),
                        Difference(w, plain, WayRuns.Noisy),
                        Difference(w, cleanest, WayRuns.Clean),
                        Difference(w, quietest, WayRuns.Noisy),
                    ]
            )
        );
    }

    /// <summary>Errors under all else that sensors do.</summary>
    public static string Disturbances(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        (string Title, Func<Measured, double> Value)[] columns =
        [
            .. Meter.NoiseLevels.Select(
                (level, k) => (FormattableString.Invariant($"noise {level:0.##}"), (Func<Measured, double>)(m => m.Noise[k]))
            ),
            ("drift", m => m.Coloured),
            ("offset", m => m.Offset),
            ("spikes", m => m.Spikes),
            ("held", m => m.Held),
            ("attacked, scaled", m => m.Attacked),
        ];
        return MarkdownTable.Of(
            ["way", .. columns.Select(c => c.Title)],
            group.Ways.Select(w => (string[])[w.Way.Title, .. columns.Select(c => MarkdownTable.Figure(w.Mean(c.Value)))])
        );
    }

    /// <summary>What is proved, medians over seeds: of the chosen networks, and of the strongest whose clean validation error is about the
    /// least.</summary>
    public static string Proofs(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        double perStep = Statistics.Median(group.PlainRuns.Runs.Select(r => r.SecondsPerStep));
        string[] header =
        [
            "way",
            "certified movement",
            "certified / attacked",
            "gain, 20 steps",
            "gain, any",
            "rate",
            "contractive",
            "contractive up to",
            "time",
            "strong: FIT %",
            "strong: gain",
            "strong: contractive",
        ];
        return MarkdownTable.Of(
            header,
            group.Ways.Select(w =>
                (string[])
                    [
                        w.Way.Title,
                        MarkdownTable.Figure(w.Median(m => m.Certified)),
                        MarkdownTable.Figure(w.Median(m => m.Certified / m.Attacked)),
                        MarkdownTable.Figure(w.Median(m => m.Gain)),
                        MarkdownTable.Figure(w.Median(m => m.AnyStepsGain)),
                        MarkdownTable.Figure(w.Median(m => m.Rate)),
                        Count(w.Runs.Count(r => r.Measured.Rate < 1)),
                        MarkdownTable.Figure(w.Median(m => m.ContractiveBound)),
                        (Statistics.Median(w.Runs.Select(r => r.SecondsPerStep)) / perStep).ToString("0.0", CultureInfo.InvariantCulture),
                        Fit(Statistics.Of([.. w.Runs.Select(r => r.StrongMeasured.Fit)])),
                        MarkdownTable.Figure(Statistics.Median(w.Runs.Select(r => r.StrongMeasured.Gain))),
                        Count(w.Runs.Count(r => r.StrongMeasured.Rate < 1)),
                    ]
            )
        );
    }

    private static double Strength(RunRecord run) => run.Candidates[run.Chosen].Strength;

    private static string Difference(WayRuns way, WayRuns other, Func<Measured, double> error) =>
        way == other ? "-" : MarkdownTable.Percent(way.Less(other, error), other.Mean(error).Mean);

    private static string Fit(Estimate fit) => string.Create(CultureInfo.InvariantCulture, $"{fit.Mean:0.0} ± {fit.StandardError:0.0}");

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
