using System.CommandLine;
using System.IO;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>merge SHARD.jsonl ....</summary>
internal sealed class MergeCommand
{
    private readonly Argument<string[]> shards = new("SHARD.jsonl")
    {
        Description = "Files that --lines wrote for all shards of a data set, in any order.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> lines = new("--lines")
    {
        HelpName = "OUT.jsonl",
        Description = "Writes all lines in order into a file.",
    };
    private readonly Option<double?> maxMovement = ProofOptions.Number(
        "--max-movement",
        "M",
        "Demand: no output moves by more than M around any sequence.",
        least: 0
    );
    private readonly Option<bool> isJson = new("--json") { Description = "The result as JSON; infinite numbers are null." };

    /// <summary>The command.</summary>
    public Command Create()
    {
        var command = new Command(
            "merge",
            "Puts the shards of a data set together: checks that all sequences are there once, and summarizes what is proved of them."
        );
        command.Arguments.Add(shards);
        command.Options.Add(lines);
        command.Options.Add(maxMovement);
        command.Options.Add(isJson);
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        var summary = new Summary(parsed.GetValue(maxMovement));
        string[] paths = parsed.GetValue(shards)!;
        if (parsed.GetValue(lines) is { } path)
        {
            Unusable.Unless(() => Write(path, paths, summary));
        }
        else
        {
            LineMerge.Run(paths, summary.Add);
        }

        progress.Clear();
        SummaryText.Write(summary, parsed.GetValue(isJson), written);
        return summary.Code;
    }

    /// <summary>Writes beside the old file, which the new one then replaces: what is there is whole.</summary>
    private static EndLine Write(string path, string[] paths, Summary summary)
    {
        string fresh = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            EndLine end;
            using (StreamWriter output = File.CreateText(fresh))
            {
                end = LineMerge.Run(
                    paths,
                    line =>
                    {
                        output.Write(line.ToLine() + "\n");
                        summary.Add(line);
                    }
                );
                output.Write(end.ToLine() + "\n");
            }

            File.Move(fresh, path, overwrite: true);
            return end;
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
