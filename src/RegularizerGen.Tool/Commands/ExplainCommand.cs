using System.CommandLine;
using System.IO;
using RegularizerGen.Derivation;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;
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

    private readonly Option<string?> html = CommandText.Html("Writes the same as one page, with formulas and the graph of the step.");

    /// <summary>The command.</summary>
    public Command Create()
    {
        var command = new Command(
            "explain",
            "Writes what was derived of a cell as Markdown: equations, ranges, A and B, the bound, and how each weight enters."
        );
        cell.AddTo(command);
        command.Options.Add(inputBound);
        command.Options.Add(html);
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        LoadedCell read = cell.Cell(parsed);
        CellWeights? weights = cell.Weights(parsed, read);
        CellFigures? figures = weights is null ? null : CellFigures.Of(weights, parsed.GetValue(inputBound));
        (CellEquations bound, DerivativeEquations derivative) = read.Print();
        progress.Clear();
        if (parsed.GetValue(html) is { } path)
        {
            TextFile.Write(path, ExplanationPage.Write(read.Description, bound.Latex, derivative.Latex, figures));
        }

        written.Write(Explanation.Write(read.Description, derivative.Text, figures));
        return ExitCode.Holds;
    }
}
