using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>One run of a study: a way on a task at a seed. First everything is chosen, then test data are looked at.</summary>
public static class StudyRun
{
    /// <summary>Trains all candidates, in order of strength.</summary>
    public static IReadOnlyList<Candidate> Train(StudyTask task, CellKind kind, Way way, int seed, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(way);
        ArgumentNullException.ThrowIfNull(settings);
        var seeds = new Seeds(seed);
        int number = 0;
        return way.HasStrength
            ? StrengthSearch.Run(
                way.Middle,
                way.Factor,
                way.Largest,
                settings.Candidates,
                strength => Try(strength) is var tried ? (tried, tried.Score.Score) : default
            )
            : [.. Enumerable.Range(0, settings.Candidates).Select(start => Try(start))];

        Candidate Try(double strength) => new Trainer(task, kind, way, strength, seeds, number++, settings).Run();
    }

    /// <summary>The number of the candidate that is best on validation data.</summary>
    public static int Choose(IReadOnlyList<Candidate> candidates) => StrengthSearch.Best([.. candidates.Select(c => c.Score.Score)]);

    /// <summary>The number of the strongest candidate whose clean validation error is about the least; of a way without a strength, the
    /// best.</summary>
    public static int ChooseStrong(IReadOnlyList<Candidate> candidates, Way way)
    {
        ArgumentNullException.ThrowIfNull(way);
        double allowed = candidates.Min(c => c.Score.Clean) * (1 + RunRecord.ProofTolerance);
        return way.HasStrength ? Enumerable.Range(0, candidates.Count).Last(k => candidates[k].Score.Clean <= allowed) : Choose(candidates);
    }

    /// <summary>The whole run.</summary>
    public static RunRecord Run(RunKey key, StudyTask task, CellKind kind, Way way, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<Candidate> candidates = Train(task, kind, way, key.Seed, settings);
        int chosen = Choose(candidates);
        int strong = ChooseStrong(candidates, way);
        var meter = new Meter(task, settings, new Seeds(key.Seed).TestNoise);
        Measured measured = meter.Of(candidates[chosen].Network);
        return new RunRecord(
            key,
            [.. candidates.Select(c => new CandidateRecord(c.Strength, c.Score.Clean, c.Score.Noisy, c.Score.Score, c.Step))],
            chosen,
            way.HasStrength && StrengthSearch.IsAtEdge([.. candidates.Select(c => c.Score.Score)]),
            measured,
            strong,
            strong == chosen ? measured : meter.Of(candidates[strong].Network),
            candidates.Select(c => c.SecondsPerStep).Order().ElementAt(candidates.Count / 2)
        );
    }
}
