using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Models;
using RegularizerGen.Samples.RobustnessStudy.Protocol;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;
using RegularizerGen.Samples.RobustnessStudy.Ways;

namespace RegularizerGen.Samples.RobustnessStudy;

/// <summary>The command line.</summary>
/// <param name="Study">What is to be compared.</param>
/// <param name="Out">Folder for results, report and pictures.</param>
/// <param name="Threads">How many runs at a time.</param>
/// <param name="IsReportOnly">Whether nothing is trained.</param>
public sealed record Arguments(Study Study, string Out, int Threads, bool IsReportOnly)
{
    private const string DefaultOut = "robustness-study";
    private const int DefaultSeeds = 5;
    private const int QuickSeeds = 2;

    /// <summary>What can be said, for people.</summary>
    public static string Usage { get; } =
        $"""
            Usage: RobustnessStudy [--quick | --full] [--data FOLDER] [--tasks A,B] [--models A,B] [--ways A,B] [--shares A,B]
                                   [--seeds N] [--seed-offset N] [--threads N] [--out FOLDER] [--report] [--help]

              --quick          a minute or two: checks the protocol, teaches nothing
              --full           hours: all tasks, models and ways, a larger budget
              --data FOLDER    adds measured series, under their publishers' file names (docs/study.md)
              --tasks A,B      of {Names(TaskCatalog.All, t => t.Name)}
              --models A,B     of {Names(CellKind.All, m => m.Name)}
              --ways A,B       of {Names(WayCatalog.All, w => w.Name)}
              --shares A,B     of all, quarter: how much of the training data (both)
              --seeds N        seeds per way ({DefaultSeeds})
              --seed-offset N  the first of them, less one (0)
              --threads N      runs at a time ({Environment.ProcessorCount})
              --out FOLDER     results, report and pictures ({DefaultOut}); runs that are finished there are skipped
              --report         only the report of what is finished
            """;

    /// <summary>Whether it asks for nothing but the usage.</summary>
    public static bool AskForHelp(string[] args) => args.Any(a => a is "--help" or "-h" or "-?");

    /// <exception cref="FormatException">An argument is unknown or malformed.</exception>
    public static Arguments Parse(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var given = new Dictionary<string, string>();
        var flags = new HashSet<string>();
        for (int k = 0; k < args.Length; k++)
        {
            switch (args[k])
            {
                case "--quick" or "--full" or "--report":
                    flags.Add(args[k]);
                    break;
                case "--data"
                or "--tasks"
                or "--models"
                or "--ways"
                or "--shares"
                or "--seeds"
                or "--seed-offset"
                or "--threads"
                or "--out":
                    given[args[k]] = k + 1 < args.Length ? args[++k] : throw new FormatException($"'{args[k]}' needs a value.");
                    break;
                default:
                    throw new FormatException($"Unknown argument '{args[k]}'; --help lists what there is.");
            }
        }

        if (flags.Contains("--quick") && flags.Contains("--full"))
        {
            throw new FormatException("'--quick' and '--full' exclude each other.");
        }

        bool isQuick = flags.Contains("--quick");
        bool isFull = flags.Contains("--full");
        DataFolder? folder = given.TryGetValue("--data", out string? path) ? Folder(path) : null;
        int seeds = Number("--seeds", isQuick ? QuickSeeds : DefaultSeeds, least: 1);
        int offset = Number("--seed-offset", 0, least: 0);
        var study = new Study(
            Tasks(given.GetValueOrDefault("--tasks"), folder, isQuick, isFull),
            Choose("--models", CellKind.All, m => m.Name, m => isFull || m == CellKind.All[0]),
            Choose("--ways", WayCatalog.All, w => w.Name, w => isQuick ? IsQuick(w) : isFull || w.Origin != WayOrigin.Remedy),
            [.. Enumerable.Range(offset + 1, seeds)],
            Choose("--shares", Shares, s => s.Name, _ => true) is var shares ? [.. shares.Select(s => s.HasFewData)] : [],
            isQuick ? Settings.Quick
                : isFull ? Settings.Full
                : Settings.Default,
            folder
        );
        return new Arguments(
            study,
            given.GetValueOrDefault("--out", DefaultOut),
            Number("--threads", Environment.ProcessorCount, least: 1),
            flags.Contains("--report")
        );

        int Number(string name, int otherwise, int least) =>
            !given.TryGetValue(name, out string? text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number
            : throw new FormatException($"'{name}' needs a whole number of at least {least}, not '{text}'.");

        T[] Choose<T>(string option, IReadOnlyList<T> all, Func<T, string> name, Func<T, bool> otherwise) =>
            given.TryGetValue(option, out string? text) ? Named(option, text, all, name) : [.. all.Where(otherwise)];
    }

    private static IReadOnlyList<(string Name, bool HasFewData)> Shares { get; } = [("all", false), ("quarter", true)];

    private static bool IsQuick(Way way) => way.Name is "plain" or "input-noise" or "bound" or "margin";

    /// <summary>By default those that can be had: the simulated ones, and of the measured ones those of few data; in full all.</summary>
    private static TaskSource[] Tasks(string? names, DataFolder? folder, bool isQuick, bool isFull)
    {
        if (names is null)
        {
            string[] small = [CascadedTanks.File, RobotArm.File];
            return
            [
                .. TaskCatalog.All.Where(t =>
                    t.IsIn(folder) && (isQuick ? t.Name == "mackey-glass" : isFull || t.Files.All(f => small.Contains(f)))
                ),
            ];
        }

        TaskSource[] chosen = Named("--tasks", names, TaskCatalog.All, t => t.Name);
        return Array.Find(chosen, t => !t.IsIn(folder)) is { } missing
            ? throw new FormatException($"'{missing.Name}' needs --data with {string.Join(" and ", missing.Files)} in it.")
            : chosen;
    }

    private static T[] Named<T>(string option, string text, IReadOnlyList<T> all, Func<T, string> name) =>
        [
            .. text.Split(',')
                .Select(wanted =>
                    all.Where(a => name(a) == wanted) is var found && found.Any()
                        ? found.First()
                        : throw new FormatException($"'{option}' knows {Names(all, name)}, not '{wanted}'.")
                ),
        ];

    private static DataFolder Folder(string path) =>
        Directory.Exists(path) ? new DataFolder(path) : throw new FormatException($"'--data' needs a folder; '{path}' is none.");

    private static string Names<T>(IEnumerable<T> all, Func<T, string> name) => string.Join(", ", all.Select(name));
}
