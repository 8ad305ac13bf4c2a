using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>What a strength does on validation data, apart from what was chosen: of the strengths that every run tries first, the errors in
/// % to plain training from the same start, with the same windows.</summary>
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
                    StrengthSearch
                        .FirstOf(w.Way.Middle, w.Way.Factor, w.Way.Largest)
                        .Select((strength, start) => (Strength: strength, Start: start))
                        .OrderBy(s => s.Strength)
                        .Select(s =>
                            (string[])
                                [
                                    w.Way.Title,
                                    MarkdownTable.Figure(s.Strength),
                                    Change(w, s.Strength, s.Start, plain, c => c.Clean),
                                    Change(w, s.Strength, s.Start, plain, c => c.Noisy),
                                ]
                        )
                )
        );
    }

    private static string Change(
        WayRuns way,
        double strength,
        int start,
        Dictionary<int, RunRecord> plain,
        Func<CandidateRecord, double> error
    ) =>
        MarkdownTable.Percent(
            Statistics.Of([
                .. way
                    .Runs.Where(r => plain.ContainsKey(r.Key.Seed))
                    .Select(r => (error(r.Candidates.First(c => c.Strength == strength)) / error(plain[r.Key.Seed].Candidates[start])) - 1),
            ]),
            of: 1
        );
}
