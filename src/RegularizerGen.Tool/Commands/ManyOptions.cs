using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using RegularizerGen.Tool.Data;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>Options for data sets of many sequences, which audit and certify share.</summary>
internal sealed class ManyOptions
{
    private const int MostJobs = 1024;

    private readonly Option<string?> lines = new("--lines")
    {
        HelpName = "OUT.jsonl",
        Description =
            "Writes what is proved around every sequence of --data into a file, a line of JSON each, and prints a summary. "
            + "A run that was killed goes on where its file ends.",
    };
    private readonly Option<Shard?> shard = new("--shard")
    {
        HelpName = "k/n",
        Description = "With --lines: only part k of n, k from 1; merge puts the parts together.",
        CustomParser = result =>
        {
            var parsed = Shard.Parse(result.Tokens[0].Value);
            if (parsed is null)
            {
                result.AddError($"--shard must be k/n with k from 1 to n, not '{result.Tokens[0].Value}'.");
            }

            return parsed;
        },
    };
    private readonly Option<int?> jobs = new("--jobs")
    {
        HelpName = "N",
        Description = "With --lines: sequences that are certified at a time (one per processor).",
    };

    /// <summary>Adds all of them to a command, and what they demand of others.</summary>
    public void AddTo(Command command, ProofOptions proof)
    {
        command.Options.Add(lines);
        command.Options.Add(shard);
        command.Options.Add(jobs);
        command.Validators.Add(result =>
        {
            if (OptionValues.Of(result, lines) is not null && OptionValues.Of(result, proof.Data) is null)
            {
                result.AddError("--lines needs --data: the sequences.");
            }

            if (
                OptionValues.Of(result, lines) is null
                && (OptionValues.Of(result, shard) is not null || OptionValues.Of(result, jobs) is not null)
            )
            {
                result.AddError("--shard and --jobs need --lines: the file that is written.");
            }

            if (OptionValues.Of(result, jobs) is < 1 or > MostJobs)
            {
                result.AddError($"--jobs must be 1 to {MostJobs}.");
            }
        });
    }

    /// <summary>Whether a file of lines is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(lines) is not null;

    /// <inheritdoc cref="IsAsked(ParseResult)"/>
    public bool IsAsked(CommandResult parsed) => OptionValues.Of(parsed, lines) is not null;

    /// <summary>Writes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The sequences.</param>
    /// <param name="run">What is to be done with each; its threads, its part and its progress are set here.</param>
    /// <param name="progress">Receives the share that is done.</param>
    public Summary Run(ParseResult parsed, IEnumerable<Recording> data, SequenceRun run, Progress progress)
    {
        var summary = new Summary(run.MaxMovement);
        using var file = LineFile.Open(parsed.GetValue(lines)!);
        SequenceRun own = run with
        {
            Jobs = parsed.GetValue(jobs) ?? Environment.ProcessorCount,
            Shard = parsed.GetValue(shard) ?? Shard.Whole,
            Progress = share => progress.Report($"{summary.Sequences} sequences", share),
        };
        own.Run(data, file, summary);
        return summary;
    }
}
