using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RegularizerGen.Tool.Commands;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool;

/// <summary>The command line: results go to the output, all else to the errors.</summary>
internal static class Cli
{
    private const int LongestLine = 500;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        Command audit = new AuditCommand().Create();
        Command certify = new CertifyCommand().Create();
        Command explain = new ExplainCommand().Create();
        Command merge = new MergeCommand().Create();
        var root = new RootCommand("Certificates of recurrent networks.") { audit, certify, merge, explain };
        HelpWithExamples.Install(
            root,
            new Dictionary<Command, string>
            {
                [root] = CommandText.Root,
                [audit] = CommandText.Audit,
                [certify] = CommandText.Certify,
                [merge] = CommandText.Merge,
                [explain] = CommandText.Explain,
            }
        );
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Error(errors, parsed.Errors[0].Message + " See --help.");
            return (int)ExitCode.Unusable;
        }

        return parsed.Invoke(
            new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
            }
        );
    }

    /// <summary>Runs a command; what is wrong with its input becomes one line.</summary>
    public static int Guarded(ParseResult parsed, Func<ParseResult, TextWriter, Progress, ExitCode> command)
    {
        TextWriter errors = parsed.InvocationConfiguration.Error;
        var progress = new Progress(errors);
        try
        {
            return (int)command(parsed, parsed.InvocationConfiguration.Output, progress);
        }
        catch (Exception problem) when (problem is UnusableInputException or ArgumentException or OutOfMemoryException)
        {
            progress.Clear();
            Error(errors, problem.Message);
            return (int)ExitCode.Unusable;
        }
    }

    private static void Error(TextWriter errors, string message)
    {
        string line = string.Concat(Array.ConvertAll(message.Trim().ToCharArray(), c => char.IsControl(c) ? " " : c.ToString()));
        errors.WriteLine(line.Length <= LongestLine ? line : line[..LongestLine] + "…");
    }
}
