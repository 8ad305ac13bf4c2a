using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;

namespace RegularizerGen.Tool.Commands;

/// <summary>The usual help, then examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    /// <summary>Takes the place of the usual help.</summary>
    public static void Install(RootCommand root, IReadOnlyDictionary<Command, string> examples)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
    }

    /// <summary>Help needs no arguments.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        System.IO.TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string? text))
        {
            output.WriteLine(text);
            output.WriteLine();
        }

        output.WriteLine(CommandText.ExitCodes);
        return code;
    }
}
