using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy.Protocol;

/// <summary>What is compared: every way on every task with every cell at every seed, with all training data and with a quarter.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Models">The cells.</param>
/// <param name="Ways">The ways.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Shares">Whether there are few data, of either.</param>
/// <param name="Settings">The budget.</param>
/// <param name="Folder">Where measured series are.</param>
public sealed record Study(
    IReadOnlyList<TaskSource> Tasks,
    IReadOnlyList<CellKind> Models,
    IReadOnlyList<Way> Ways,
    IReadOnlyList<int> Seeds,
    IReadOnlyList<bool> Shares,
    Settings Settings,
    DataFolder? Folder
)
{
    private readonly ConcurrentDictionary<(string Task, int Seed), Lazy<StudyTask>> loaded = new();

    /// <summary>All runs; those of one table follow each other.</summary>
    public IReadOnlyList<RunKey> Keys =>
        [
            .. from model in Models
            from share in Shares
            from task in Tasks
            from seed in Seeds
            from way in Ways
            select new RunKey(Settings.Protocol, task.Name, share, model.Name, way.Name, seed),
        ];

    /// <summary>Runs what is not finished, so many at a time, and appends it.</summary>
    /// <param name="results">Finished runs.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="progress">Receives each finished run, and how many are left.</param>
    public void Run(ResultFile results, int threads, Action<RunRecord, int> progress)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(progress);
        RunKey[] open = [.. Keys.Where(k => !results.Has(k))];
        int left = open.Length;
        Parallel.ForEach(
            Partitioner.Create(open, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            key =>
            {
                RunRecord run = Run(key);
                results.Append(run);
                progress(run, System.Threading.Interlocked.Decrement(ref left));
            }
        );
    }

    /// <summary>The data of a run.</summary>
    public StudyTask Load(RunKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        TaskSource source = Tasks.First(t => t.Name == key.Task);
        int seed = source.Files.Count > 0 ? 0 : key.Seed;
        StudyTask task = loaded.GetOrAdd((key.Task, seed), _ => new Lazy<StudyTask>(() => source.Create(Folder!, seed))).Value;
        return key.HasFewData ? task.WithFewData() : task;
    }

    private RunRecord Run(RunKey key) =>
        StudyRun.Run(key, Load(key), Models.First(m => m.Name == key.Model), Ways.First(w => w.Name == key.Way), Settings);
}
