using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.CellChecks;

/// <summary>
/// A run over cases that are numbered from a seed on. Environment variables make it longer, or another one: NAME the number of cases,
/// NAME_SEED the seed, NAME_LOG a file that keeps what is done. A run whose file is there goes on where it ended, and reports the whole.
/// </summary>
public sealed class RunLog
{
    private readonly string name;
    private readonly int cases;
    private readonly int seed;
    private readonly string? file;
    private readonly Action<string> report;
    private readonly HashSet<int> done = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal)
    {
        ["cases"] = 0,
        ["problems"] = 0,
        ["seconds"] = 0,
    };
    private readonly List<string> problems = [];

    /// <summary>Reads the settings, and the file if there is one. The report gets a line after every batch: xunit takes a test program for
    /// crashed whose last test ends after a minute without a word.</summary>
    public RunLog(string name, int cases, int seed, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        this.report = report;
        this.name = name;
        this.cases = Setting(name, cases);
        this.seed = Setting($"{name}_SEED", seed);
        Shown = Setting($"{name}_SHOWN", 3);
        file = Environment.GetEnvironmentVariable($"{name}_LOG");
        foreach (string[] line in file is not null && File.Exists(file) ? File.ReadLines(file).Select(l => l.Split('\t')) : [])
        {
            Read(line);
        }
    }

    /// <summary>Number of problems to show in full.</summary>
    public int Shown { get; }

    /// <summary>What is wrong, in this run and those that it goes on from.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Consecutive numbers that are not done, batch by batch; the first begins at the seed.</summary>
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

    /// <summary>The sum of a count over all batches.</summary>
    public int Total(string what) => counts.GetValueOrDefault(what);

    /// <summary>Writes down that a batch is done, with its problems and with counts of its own.</summary>
    public void Done(IReadOnlyList<int> batch, IReadOnlyList<string> found, params (string What, int Count)[] more)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(found);
        int seconds = (int)clock.Elapsed.TotalSeconds;
        clock.Restart();
        (string What, int Count)[] all = [("cases", batch.Count), ("problems", found.Count), ("seconds", seconds), .. more];
        string[][] lines =
        [
            .. found.Select(f => new[] { "problem", f.Replace('\t', ' ').ReplaceLineEndings("\\n") }),
            ["done", Text(batch[0]), .. all.Select(c => $"{c.What}={Text(c.Count)}")],
        ];
        foreach (string[] line in lines)
        {
            Read(line);
        }

        if (file is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.AppendAllLines(file, lines.Select(l => string.Join('\t', l)));
        }

        report(ToString());
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{name} from seed {Text(seed)}: {string.Join(", ", counts.Select(c => $"{Text(c.Value)} {c.Key}"))}";

    private void Read(string[] line)
    {
        if (line[0] == "problem")
        {
            problems.Add(line[1].Replace("\\n", "\n", StringComparison.Ordinal));
            return;
        }

        done.Add(int.Parse(line[1], CultureInfo.InvariantCulture));
        foreach (string[] count in line.Skip(2).Select(c => c.Split('=')))
        {
            counts[count[0]] = Total(count[0]) + int.Parse(count[1], CultureInfo.InvariantCulture);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
