using System.CommandLine;
using System.IO;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>explain Cell.cs.</summary>
internal sealed class ExplainCommand
{
    private readonly CellArguments cell = new(isWeightsRequired: false);
    private readonly Option<double?> inputBound = ProofOptions.Number(
        "--input-bound",
        "B",
        "With --weights: inputs are within ±B, elementwise.",
        least: 0
    );

    /// <summary>The command.</summary>
    public Command Create()
    {
        var command = new Command(
            "explain",
            "Writes what was derived of a cell as Markdown: equations, ranges, A and B, the bound, and how each weight enters."
        );
        cell.AddTo(command);
        command.Options.Add(inputBound);
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        CellDescription read = cell.Cell(parsed);
        CellWeights? weights = cell.Weights(parsed, read);
        Certificate? certificate = weights?.Cell.Certify(
            weights.Sizes,
            new CertificateOptions { InputBound = parsed.GetValue(inputBound), Rules = BoundRules.Base },
            weights.Parameters
        );
        progress.Clear();
        written.Write(Explanation.Write(read, certificate));
        return ExitCode.Holds;
    }
}
