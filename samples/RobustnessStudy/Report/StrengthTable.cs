using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>What a strength does on validation data, apart from what was chosen: of the strengths that were tried at every seed, the errors
/// in % to the mean of all starts of plain training.</summary>
public static class StrengthTable
{
    /// <summary>The table of a group.</summary>
    public static string Of(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        Dictionary<int, RunRecord> plain = group.PlainRuns.Runs.ToDictionary(r => r.Key.Seed);
        return MarkdownTable.Of(
            ["way", "strength", "clean, validation: % to plain", "noisy, validation: % to plain"],
            group
                .Ways.Where(w => w.Way.HasStrength)
                .SelectMany(w =>
                    OfAll(w)
                        .Select(strength =>
                            (string[])
                                [
                                    w.Way.Title,
                                    MarkdownTable.Figure(strength),
                                    Change(w, strength, plain, c => c.Clean),
                                    Change(w, strength, plain, c => c.Noisy),
                                ]
                        )
                )
        );
    }

    /// <summary>Strengths that were tried at every seed, in order.</summary>
    public static IReadOnlyList<double> OfAll(WayRuns way)
    {
        ArgumentNullException.ThrowIfNull(way);
        return [.. way.Runs[0].Candidates.Select(c => c.Strength).Where(s => way.Runs.All(r => r.Candidates.Any(c => c.Strength == s)))];
    }

    /// <summary>Mean over seeds of the error relative to plain training's mean over starts, less 1.</summary>
    public static Estimate Relative(
        WayRuns way,
        double strength,
        IReadOnlyDictionary<int, RunRecord> plain,
        Func<CandidateRecord, double> error
    )
    {
        ArgumentNullException.ThrowIfNull(way);
        ArgumentNullException.ThrowIfNull(plain);
        return Statistics.Of([
            .. way
                .Runs.Where(r => plain.ContainsKey(r.Key.Seed))
                .Select(r => (error(r.Candidates.First(c => c.Strength == strength)) / plain[r.Key.Seed].Candidates.Average(error)) - 1),
        ]);
    }

    private static string Change(
        WayRuns way,
        double strength,
        IReadOnlyDictionary<int, RunRecord> plain,
        Func<CandidateRecord, double> error
    ) => MarkdownTable.Percent(Relative(way, strength, plain, error), of: 1);
}
