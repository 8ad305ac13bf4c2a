using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.CellChecks;

/// <summary>
/// A run over cases that are numbered from a seed on. Environment variables make it longer, or another one: NAME the number of cases,
/// NAME_SEED the seed, NAME_LOG a file that keeps what is done. A run with a file that is there goes on where it ended.
/// </summary>
public sealed class RunLog
{
    private readonly string name;
    private readonly int cases;
    private readonly int seed;
    private readonly string? file;
    private readonly HashSet<int> done = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, long> counts = [];

    /// <summary>Reads the settings, and the file if there is one.</summary>
    public RunLog(string name, int cases, int seed)
    {
        this.name = name;
        this.cases = Setting(name, cases);
        this.seed = Setting($"{name}_SEED", seed);
        Shown = Setting($"{name}_SHOWN", 3);
        file = Environment.GetEnvironmentVariable($"{name}_LOG");
        foreach (string[] line in file is not null && File.Exists(file) ? File.ReadLines(file).Select(l => l.Split('\t')) : [])
        {
            if (line[0] == "done")
            {
                done.Add(int.Parse(line[1], CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Number of problems to show in full.</summary>
    public int Shown { get; }

    /// <summary>Consecutive numbers that are not done, of which the first batch begins at the seed.</summary>
    public IEnumerable<IReadOnlyList<int>> Batches(int size)
    {
        for (int start = seed; start < seed + cases; start += size)
        {
            if (!done.Contains(start))
            {
                yield return [.. Enumerable.Range(start, Math.Min(size, seed + cases - start))];
            }
        }
    }

    /// <summary>Adds to a count that the run reports.</summary>
    public void Count(string what, int by) => counts[what] = counts.GetValueOrDefault(what) + by;

    /// <summary>Writes down that a batch is done, with its problems.</summary>
    public void Done(IReadOnlyList<int> batch, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(problems);
        Count("cases", batch.Count);
        Count("problems", problems.Count);
        if (file is not null)
        {
            string found = string.Concat(problems.Select(p => $"problem\t{p.ReplaceLineEndings(" ")}\n"));
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{found}done\t{batch[0]}\t{this}\n"));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name} from seed {seed}: {string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}"))}, {clock.Elapsed.TotalSeconds:F0} s"
        );

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
