using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>What was to be shown, and whether it was, group by group.</summary>
/// <param name="Group">The group.</param>
/// <param name="OnFront">Penalties on the front of clean and noisy error that no usual way is clearly better than.</param>
/// <param name="Ahead">Penalties whose noisy error is below that of every usual way by more than one standard error, at a clean error that
/// is not above the best usual one by more than that.</param>
/// <param name="Proved">Penalties whose certified gain is at most a tenth of that after plain training, at 0.5 points of FIT or 3 % of the
/// clean error: of the networks chosen for proofs.</param>
public sealed record Goals(Group Group, IReadOnlyList<string> OnFront, IReadOnlyList<string> Ahead, IReadOnlyList<string> Proved)
{
    private const double Tighter = 10;
    private const double AllowedFit = 0.5;
    private const double AllowedError = 0.03;

    /// <summary>Looks at a group.</summary>
    public static Goals Of(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        WayRuns[] usual = [.. group.Ways.Where(w => w.Way.Origin == WayOrigin.Usual)];
        WayRuns[] ours = [.. group.Ways.Where(w => w.Way.Origin != WayOrigin.Usual)];
        IReadOnlyList<int> front = ParetoFront.Of([.. group.Ways.Select(w => (w.Mean(WayRuns.Clean).Mean, w.Mean(WayRuns.Noisy).Mean))]);
        WayRuns[] onFront = [.. front.Select(k => group.Ways[k])];
        WayRuns cleanest = group.BestUsual(WayRuns.Clean);
        return new Goals(
            group,
            Titles(ours.Where(w => onFront.Contains(w) && !usual.Any(u => IsClearlyBetter(u, w)))),
            Titles(
                ours.Where(w =>
                    usual.All(u => IsBelow(w.Less(u, WayRuns.Noisy)))
                    && w.Less(cleanest, WayRuns.Clean) is var clean
                    && clean.Mean <= clean.StandardError
                )
            ),
            Titles(ours.Where(w => IsTighter(w, group.PlainRuns)))
        );
    }

    /// <summary>All groups, as a table and in one sentence each.</summary>
    public static string Text(IReadOnlyList<Goals> goals)
    {
        ArgumentNullException.ThrowIfNull(goals);
        string Sentence(string what, Func<Goals, int> count) =>
            string.Create(CultureInfo.InvariantCulture, $"{what}: {goals.Count(g => count(g) > 0)} of {goals.Count} tables.\n");
        return MarkdownTable.Of(
                ["table", "on the front", "ahead of all usual ways", "ten times tighter proofs at no cost"],
                goals.Select(g => (string[])[g.Group.Title, Listed(g.OnFront), Listed(g.Ahead), Listed(g.Proved)])
            )
            + "\n"
            + Sentence("A penalty is on the front, and no usual way is clearly better", g => g.OnFront.Count)
            + Sentence("A penalty is ahead of every usual way under noise, at no more clean error", g => g.Ahead.Count)
            + Sentence("A penalty has certified gains ten times smaller than plain training", g => g.Proved.Count);
    }

    private static bool IsClearlyBetter(WayRuns one, WayRuns other) =>
        ParetoFront.IsClearlyBetter(one.Less(other, WayRuns.Clean), one.Less(other, WayRuns.Noisy));

    private static bool IsBelow(Estimate difference) => -difference.Mean > difference.StandardError;

    private static bool IsTighter(WayRuns way, WayRuns plain)
    {
        double fit = way.Runs.Average(r => r.StrongMeasured.Fit);
        double error = way.Runs.Average(r => r.StrongMeasured.Clean);
        double gain = Statistics.Median(way.Runs.Select(r => r.StrongMeasured.Gain));
        return plain.Median(m => m.Gain) >= Tighter * gain
            && (fit >= plain.Mean(m => m.Fit).Mean - AllowedFit || error <= plain.Mean(WayRuns.Clean).Mean * (1 + AllowedError));
    }

    private static string[] Titles(IEnumerable<WayRuns> ways) => [.. ways.Select(w => w.Way.Title)];

    private static string Listed(IReadOnlyList<string> titles) => titles.Count > 0 ? string.Join("; ", titles) : "none";
}
