using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Report;

/// <summary>All runs of one table: a task with all or few data, and a cell.</summary>
/// <param name="Task">The task.</param>
/// <param name="HasFewData">Whether it had a quarter of the training data.</param>
/// <param name="Model">The cell.</param>
/// <param name="Ways">The ways that have runs.</param>
public sealed record Group(string Task, bool HasFewData, string Model, IReadOnlyList<WayRuns> Ways)
{
    /// <summary>Groups finished runs in the order of the study. Ways that lack a seed which plain training has are left out, and so are
    /// groups without plain training.</summary>
    public static IReadOnlyList<Group> Of(Study study, IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(study);
        return
        [
            .. study
                .Keys.Select(k => (k.Task, k.HasFewData, k.Model))
                .Distinct()
                .Select(g => Of(g, study.Ways, [.. runs.Where(r => (r.Key.Task, r.Key.HasFewData, r.Key.Model) == g)]))
                .Where(g => g.Ways.Any(w => w.Way.Name == Plain)),
        ];
    }

    private static Group Of((string Task, bool HasFewData, string Model) key, IReadOnlyList<Way> ways, RunRecord[] runs)
    {
        WayRuns[] finished = [.. ways.Select(w => new WayRuns(w, [.. runs.Where(r => r.Key.Way == w.Name).OrderBy(r => r.Key.Seed)]))];
        HashSet<int> seeds = [.. runs.Where(r => r.Key.Way == Plain).Select(r => r.Key.Seed)];
        return new Group(
            key.Task,
            key.HasFewData,
            key.Model,
            [.. finished.Where(w => w.Runs.Count > 0 && seeds.IsSubsetOf(w.Runs.Select(r => r.Key.Seed)))]
        );
    }

    private const string Plain = "plain";

    /// <summary>Title of a table.</summary>
    public string Title => $"{Task}, {Model}{(HasFewData ? ", a quarter of the training data" : string.Empty)}";

    /// <summary>Beginning of file names.</summary>
    public string FileName => $"{Task}-{Model}{(HasFewData ? "-few" : string.Empty)}";

    /// <summary>Plain training.</summary>
    public WayRuns PlainRuns => Ways.First(w => w.Way.Name == Plain);

    /// <summary>The usual way of the least mean: chosen on test data, which favours it.</summary>
    public WayRuns BestUsual(Func<Measured, double> error) =>
        Ways.Where(w => w.Way.Origin == WayOrigin.Usual).MinBy(w => w.Mean(error).Mean)!;
}

/// <summary>The runs of a way in a group.</summary>
/// <param name="Way">The way.</param>
/// <param name="Runs">Its runs in order of their seeds.</param>
public sealed record WayRuns(Way Way, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Clean error.</summary>
    public static double Clean(Measured measured) => measured.Clean;

    /// <summary>Error under noise of deviation <see cref="Settings.Noise"/>.</summary>
    public static double Noisy(Measured measured) => measured.Noise[Noise];

    /// <summary>Number of that noise level.</summary>
    public static int Noise { get; } = Meter.NoiseLevels.ToList().IndexOf(Settings.Noise);

    /// <summary>Mean and standard error over seeds of what the chosen networks are worth.</summary>
    public Estimate Mean(Func<Measured, double> value) => Statistics.Of([.. Runs.Select(r => value(r.Measured))]);

    /// <summary>Median over seeds.</summary>
    public double Median(Func<Measured, double> value) => Statistics.Median(Runs.Select(r => value(r.Measured)));

    /// <summary>The difference to another way, at the same seeds.</summary>
    public Estimate Less(WayRuns other, Func<Measured, double> value)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Statistics.PairedDifference(BySeed(value), other.BySeed(value));
    }

    private Dictionary<int, double> BySeed(Func<Measured, double> value) => Runs.ToDictionary(r => r.Key.Seed, r => value(r.Measured));
}
