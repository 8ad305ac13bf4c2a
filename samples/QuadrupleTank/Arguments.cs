using System;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Samples.QuadrupleTank;

/// <summary>The command line.</summary>
/// <param name="Csv">The user's own series; null for the simulated tanks.</param>
/// <param name="Out">Folder for the pictures.</param>
/// <param name="Steps">Optimizer steps per network.</param>
/// <param name="Seed">Seed of data and training.</param>
/// <param name="Windows">Windows of test data that sensor noise is looked at on.</param>
/// <param name="Effort">How hard it is proved what sensor noise can do there.</param>
public sealed record Arguments(string? Csv, string Out, int Steps, int Seed, int Windows, TubeEffort Effort)
{
    private const int DefaultWindows = 4;

    /// <summary>Whether it asks for nothing but the usage.</summary>
    public static bool AskForHelp(string[] args) => args.Any(a => a is "--help" or "-h" or "-?");

    /// <summary>What can be said, for people.</summary>
    public static string Usage(string name, string defaultOut, int defaultSteps) =>
        $"""
            {ShortUsage(name)}

              --csv FILE     your own series instead of the simulated tanks: a header and one sample per line,
                             columns u… are inputs, y… outputs, others are ignored
              --out FOLDER   where the pictures go ({defaultOut})
              --steps N      optimizer steps per network ({defaultSteps})
              --seed N       seed of data and training (1)
              --windows N    windows of test data (per length) in which sensor noise is looked at ({DefaultWindows})
              --effort E     how hard to prove what it can do: low, normal or high (normal)

            Examples:
              {name}
              {name} --steps 1000 --seed 2
              {name} --csv plant.csv --out plant --effort low
            """;

    /// <exception cref="FormatException">An argument is unknown or malformed.</exception>
    public static Arguments Parse(string[] args, string name, string defaultOut, int defaultSteps)
    {
        ArgumentNullException.ThrowIfNull(args);
        string usage = ShortUsage(name);
        var result = new Arguments(null, defaultOut, defaultSteps, 1, DefaultWindows, TubeEffort.Normal);
        for (int k = 0; k < args.Length; k += 2)
        {
            string value = k + 1 < args.Length ? args[k + 1] : throw new FormatException($"'{args[k]}' needs a value. {usage}");
            result = args[k] switch
            {
                "--csv" => result with { Csv = value },
                "--out" => result with { Out = value },
                "--steps" => result with { Steps = Number(args[k], value, least: 1) },
                "--seed" => result with { Seed = Number(args[k], value, least: 0) },
                "--windows" => result with { Windows = Number(args[k], value, least: 1) },
                "--effort" => result with { Effort = Choice(args[k], value) },
                _ => throw new FormatException($"Unknown argument '{args[k]}'. {usage}"),
            };
        }

        return result;
    }

    private static string ShortUsage(string name) =>
        $"Usage: {name} [--csv FILE] [--out FOLDER] [--steps N] [--seed N] [--windows N] [--effort E] [--help]";

    private static TubeEffort Choice(string name, string value) =>
        Array.Find(Enum.GetNames<TubeEffort>(), effort => effort.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<TubeEffort>(known)
            : throw new FormatException($"'{name}' needs low, normal or high, not '{value}'.");

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"'{name}' needs a whole number of at least {least}, not '{value}'.");
}
