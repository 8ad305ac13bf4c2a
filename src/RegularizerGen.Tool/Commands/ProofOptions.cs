using System;
using System.CommandLine;
using System.Globalization;

namespace RegularizerGen.Tool.Commands;

/// <summary>Options that audit and certify share.</summary>
internal sealed class ProofOptions
{
    /// <summary>How far inputs are off.</summary>
    public Option<double?> Radius { get; } =
        Number("--radius", "R", "How far any input may be off, in every element at every step.", least: 0);

    /// <summary>The box.</summary>
    public Option<double?> InputBound { get; } = Number("--input-bound", "B", "Inputs are within ±B, elementwise.", least: 0);

    /// <summary>The time.</summary>
    public Option<double?> Budget { get; } =
        Number("--budget", "SECONDS", "Time for the proof of every cell, and for every search for a counterexample (5).", least: 0);

    /// <summary>The length of sequences.</summary>
    public Option<int?> Horizon { get; } = new("--horizon") { HelpName = "T", Description = "Steps of the sequences at most." };

    /// <summary>Recorded sequences.</summary>
    public Option<string?> Data { get; } =
        new("--data")
        {
            HelpName = "FILE",
            Description =
                "Recorded inputs: CSV, a row per step, or JSON [steps][channels] or [sequences][steps][channels]. Needs --radius.",
        };

    /// <summary>The form of the result.</summary>
    public Option<bool> IsJson { get; } = new("--json") { Description = "The result as JSON; infinite numbers are null." };

    /// <summary>Adds all of them to a command, and what they demand of each other.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(InputBound);
        command.Options.Add(Horizon);
        command.Options.Add(Data);
        command.Options.Add(Radius);
        command.Options.Add(Budget);
        command.Options.Add(IsJson);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Data) is not null && result.GetValue(Radius) is null)
            {
                result.AddError("--data needs --radius: how far its inputs may be off.");
            }

            if (result.GetValue(Horizon) is < 1 or > 10_000)
            {
                result.AddError("--horizon must be 1 to 10000.");
            }
        });
    }

    /// <summary>The time as given, or the default.</summary>
    public TimeSpan BudgetOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Budget) ?? 5);

    /// <summary>A number that is at least some other, and no more than a million.</summary>
    public static Option<double?> Number(string name, string help, string description, double least) =>
        new(name)
        {
            HelpName = help,
            Description = description,
            CustomParser = result =>
            {
                if (
                    double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double value)
                    && value >= least
                    && value <= 1e6
                )
                {
                    return value;
                }

                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to 1000000."));
                return null;
            },
        };
}
