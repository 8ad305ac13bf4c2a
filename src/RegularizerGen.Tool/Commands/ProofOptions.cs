using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using RegularizerGen.Tool.Data;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Commands;

/// <summary>Options that audit and certify share.</summary>
internal sealed class ProofOptions
{
    /// <summary>How far inputs are off.</summary>
    public Option<double?> Radius { get; } =
        Number("--radius", "R", "How far any input may be off, in every element at every step.", least: 0);

    /// <summary>The box.</summary>
    public Option<double?> InputBound { get; } =
        Number(
            "--input-bound",
            "B",
            "Assumption: inputs are within ±B, elementwise (1; of certify, what the cell declares). Figures of the box hold for these; "
                + "data beyond it is refused. A demand only with --require-contractive, --max-gain or, without data, --max-movement.",
            least: 0
        );

    /// <summary>The time.</summary>
    public Option<double?> Budget { get; } =
        Number("--budget", "SECONDS", "Time for the proof of every cell, and for every search for a counterexample (5).", least: 0);

    /// <summary>The length of sequences.</summary>
    public Option<int?> Horizon { get; } = new("--horizon") { HelpName = "T", Description = "Steps of the sequences at most." };

    /// <summary>Recorded sequences.</summary>
    public Option<string?> Data { get; } =
        new("--data") { HelpName = "PATH", Description = $"Recorded inputs: {DataSet.Known}. Needs --radius." };

    /// <summary>Columns of CSV files.</summary>
    public Option<string?> Columns { get; } =
        new("--columns")
        {
            HelpName = "a,b",
            Description = "Columns of CSV data by the names in its header, in the order of the input's channels (all columns).",
        };

    /// <summary>A demand.</summary>
    public Option<bool> RequireContractive { get; } =
        new("--require-contractive")
        {
            Description = "Demand: every recurrent layer forgets its past inputs, as long as inputs are within --input-bound.",
        };

    /// <summary>A question.</summary>
    public Option<bool> LargestBound { get; } =
        new("--largest-bound")
        {
            Description = "Looks for the largest bound of the inputs at which that is proved, by bisection from --input-bound.",
        };

    /// <summary>The form of the result.</summary>
    public Option<bool> IsJson { get; } = new("--json") { Description = "The result as JSON; infinite numbers are null." };

    /// <summary>Adds all of them to a command, and what they demand of each other.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(InputBound);
        command.Options.Add(RequireContractive);
        command.Options.Add(LargestBound);
        command.Options.Add(Horizon);
        command.Options.Add(Data);
        command.Options.Add(Columns);
        command.Options.Add(Radius);
        command.Options.Add(Budget);
        command.Options.Add(IsJson);
        command.Validators.Add(result =>
        {
            if (OptionValues.Of(result, Data) is not null && OptionValues.Of(result, Radius) is null)
            {
                result.AddError("--data needs --radius: how far its inputs may be off.");
            }

            if (OptionValues.Of(result, Columns) is not null && OptionValues.Of(result, Data) is null)
            {
                result.AddError("--columns needs --data: whose columns they are.");
            }

            if (OptionValues.Of(result, Horizon) is < 1 or > 10_000)
            {
                result.AddError("--horizon must be 1 to 10000.");
            }
        });
    }

    /// <summary>The time as given, or the default.</summary>
    public TimeSpan BudgetOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Budget) ?? 5);

    /// <summary>The recorded sequences, each read where it is asked for; values beyond the bound of the inputs are refused then, where one
    /// is given or demanded to be enough.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="demanded">The bound that a demand rests on where none is given, or those of all channels; null where there is no such
    /// demand.</param>
    /// <exception cref="UnusableInputException">They are none of what is read.</exception>
    public IEnumerable<Recording> Recordings(ParseResult parsed, IReadOnlyList<double>? demanded)
    {
        IReadOnlyList<double>? bounds = parsed.GetValue(InputBound) is { } bound ? [bound] : demanded;
        return DataSet
            .Open(parsed.GetValue(Data)!, parsed.GetValue(Columns)?.Split(',', StringSplitOptions.TrimEntries))
            .Select(r => r with { Bounds = bounds });
    }

    /// <summary>All recorded sequences of inputs of a width; none where no data is given.</summary>
    /// <exception cref="UnusableInputException">They cannot be read, are of another width, or beyond the bound.</exception>
    public IReadOnlyList<Sequence> Sequences(ParseResult parsed, int width, IReadOnlyList<double>? demanded)
    {
        Sequence[] all = parsed.GetValue(Data) is null ? [] : [.. Recordings(parsed, demanded).Select(r => r.Read(width))];
        return all.Length > 0 || parsed.GetValue(Data) is null ? all : throw new UnusableInputException(DataSet.Empty);
    }

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
