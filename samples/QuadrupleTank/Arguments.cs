using System;
using System.Globalization;

namespace RegularizerGen.Samples.QuadrupleTank;

/// <summary>The command line.</summary>
/// <param name="Csv">The user's own series; null for the simulated tanks.</param>
/// <param name="Out">Folder for the pictures.</param>
/// <param name="Steps">Optimizer steps per network.</param>
/// <param name="Seed">Seed of data and training.</param>
public sealed record Arguments(string? Csv, string Out, int Steps, int Seed)
{
    /// <exception cref="FormatException">An argument is unknown or malformed.</exception>
    public static Arguments Parse(string[] args, string name, string defaultOut, int defaultSteps)
    {
        ArgumentNullException.ThrowIfNull(args);
        string usage = $"Usage: {name} [--csv FILE] [--out FOLDER] [--steps N] [--seed N]";
        var result = new Arguments(null, defaultOut, defaultSteps, 1);
        for (int k = 0; k < args.Length; k += 2)
        {
            string value = k + 1 < args.Length ? args[k + 1] : throw new FormatException($"'{args[k]}' needs a value. {usage}");
            result = args[k] switch
            {
                "--csv" => result with { Csv = value },
                "--out" => result with { Out = value },
                "--steps" => result with { Steps = Number(args[k], value, least: 1) },
                "--seed" => result with { Seed = Number(args[k], value, least: 0) },
                _ => throw new FormatException($"Unknown argument '{args[k]}'. {usage}"),
            };
        }

        return result;
    }

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"'{name}' needs a whole number of at least {least}, not '{value}'.");
}
