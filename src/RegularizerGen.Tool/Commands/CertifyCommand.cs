using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>certify Cell.cs.</summary>
internal sealed class CertifyCommand
{
    private const int DefaultHorizon = 20;

    private readonly CellArguments cell = new(isWeightsRequired: true);
    private readonly ProofOptions proof = new();
    private readonly Option<string?> html = CommandText.Html("Writes the whole certificate as one page, with charts.");

    /// <summary>The command.</summary>
    public Command Create()
    {
        var command = new Command(
            "certify",
            "Certifies a cell with weights from a file: for a box of inputs, and around recorded sequences."
        );
        cell.AddTo(command);
        proof.AddTo(command);
        command.Options.Add(html);
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        CellWeights weights = cell.Weights(parsed, cell.Cell(parsed))!;
        var options = new CertificateOptions
        {
            Horizon = parsed.GetValue(proof.Horizon) ?? DefaultHorizon,
            InputBound = parsed.GetValue(proof.InputBound),
            Budget = proof.BudgetOf(parsed),
            Progress = new Reported(progress, weights.Cell.Name),
        };
        Certificate box = weights.Cell.Certify(weights.Sizes, options, weights.Parameters);
        IReadOnlyList<Sequence> data = parsed.GetValue(proof.Data) is { } path ? SequenceFile.Read(path, Width(weights)) : [];
        TubeCertificate[] around =
        [
            .. data.SelectMany(s =>
                weights.Cell.CertifyAround(
                    weights.Sizes,
                    1,
                    new TubeOptions { Radius = parsed.GetValue(proof.Radius)!.Value, Progress = new Reported(progress, weights.Cell.Name) },
                    weights.Parameters,
                    s.Values
                )
            ),
        ];
        progress.Clear();
        if (parsed.GetValue(html) is { } page)
        {
            TextFile.Write(page, CertificatePage.Write(box, around));
        }

        if (parsed.GetValue(proof.IsJson))
        {
            written.WriteLine(Json.Write(new { Box = box, Around = around.Select(SequenceText.Figures) }));
        }
        else
        {
            CertificateText.Write(box, around, new Tables(written));
        }

        return ExitCode.Holds;
    }

    private static int Width(CellWeights weights)
    {
        var core = (Definitions.CellCore)weights.Cell.Step(weights.Sizes);
        return core.InputWidth;
    }

    private sealed class Reported(Progress progress, string name) : IProgress<double>
    {
        public void Report(double value) => progress.Report(name, value);
    }
}
