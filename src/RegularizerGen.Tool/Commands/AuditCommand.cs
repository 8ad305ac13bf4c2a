using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;
using RegularizerGen.Tool.Onnx;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>audit MODEL.onnx.</summary>
internal sealed class AuditCommand
{
    private const double DefaultBound = 1;

    private readonly Argument<string> model = new("MODEL.onnx") { Description = "The model." };
    private readonly ProofOptions proof = new();
    private readonly ManyOptions many = new();
    private readonly Option<double?> maxGain = ProofOptions.Number(
        "--max-gain",
        "G",
        "Demand: inputs off by at most ε move no output by more than Gε.",
        least: 0
    );
    private readonly Option<double?> maxMovement = ProofOptions.Number(
        "--max-movement",
        "M",
        "Demand: no output moves by more than M where inputs are off by at most --radius, around the data where there is some.",
        least: 0
    );
    private readonly Option<string?> output = new("--output") { HelpName = "NAME", Description = "The output of the graph to look at." };
    private readonly Option<string[]> tensors = new("--tensor")
    {
        HelpName = "NAME=FILE.pb",
        Description = "A weight that is an input of the graph, from a file with a TensorProto.",
    };
    private readonly Option<string?> cells = new("--cells")
    {
        HelpName = "FILE.cs",
        Description = "Writes the C# source of the cells that nodes were certified as.",
    };
    private readonly Option<string?> html = CommandText.Html("Writes the report as one page, with charts.");

    /// <summary>The command.</summary>
    public Command Create()
    {
        var command = new Command(
            "audit",
            "Certifies every LSTM, GRU and RNN node of an ONNX model, and the network where it is a chain of these and affine layers."
        );
        command.Arguments.Add(model);
        command.Options.Add(maxGain);
        command.Options.Add(maxMovement);
        proof.AddTo(command);
        many.AddTo(command, proof);
        command.Options.Add(output);
        command.Options.Add(tensors);
        command.Options.Add(cells);
        command.Options.Add(html);
        command.Validators.Add(result =>
        {
            if (OptionValues.Of(result, maxMovement) is not null && OptionValues.Of(result, proof.Radius) is null)
            {
                result.AddError("--max-movement needs --radius: how far inputs may be off.");
            }
        });
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        string path = parsed.GetValue(model)!;
        var file = ModelFile.Read(path);
        foreach (string tensor in parsed.GetValue(tensors) ?? [])
        {
            int split = tensor.IndexOf('=', StringComparison.Ordinal);
            file.Give(
                split > 0 ? tensor[..split] : throw new UnusableInputException($"--tensor needs NAME=FILE.pb, not '{tensor}'."),
                tensor[(split + 1)..]
            );
        }

        double bound = parsed.GetValue(proof.InputBound) ?? DefaultBound;
        double[]? demanded = parsed.GetValue(proof.RequireContractive) || parsed.GetValue(maxGain) is not null ? [bound] : null;
        AuditReport report = ModelAudit.Run(
            file,
            Path.GetFileName(path),
            new AuditRequest
            {
                InputBound = bound,
                Horizon = parsed.GetValue(proof.Horizon),
                Budget = proof.BudgetOf(parsed),
                Output = parsed.GetValue(output),
                MaxGain = parsed.GetValue(maxGain),
                MaxMovement = parsed.GetValue(maxMovement),
                IsContractionRequired = parsed.GetValue(proof.RequireContractive),
                FindsLargestBound = parsed.GetValue(proof.LargestBound),
                Radius = parsed.GetValue(proof.Radius),
                Data =
                    parsed.GetValue(proof.Data) is null || many.IsAsked(parsed) ? null : width => proof.Sequences(parsed, width, demanded),
                Lines = many.IsAsked(parsed) ? run => many.Run(parsed, proof.Recordings(parsed, demanded), run, progress) : null,
                Progress = progress.Report,
            }
        );
        progress.Clear();
        if (parsed.GetValue(cells) is { } source)
        {
            TextFile.Write(source, report.Cells);
        }

        if (parsed.GetValue(html) is { } page)
        {
            TextFile.Write(page, AuditPage.Write(report));
        }

        if (parsed.GetValue(proof.IsJson))
        {
            written.WriteLine(Json.Write(report));
        }
        else
        {
            AuditText.Write(report, new Tables(written));
        }

        return report.Code;
    }
}
