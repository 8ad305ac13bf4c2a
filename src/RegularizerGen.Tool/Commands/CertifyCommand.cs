using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Html;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Output;

namespace RegularizerGen.Tool.Commands;

/// <summary>certify Cell.cs.</summary>
internal sealed class CertifyCommand
{
    private const int DefaultHorizon = 20;

    private readonly CellArguments cell = new(isWeightsRequired: true);
    private readonly ProofOptions proof = new();
    private readonly ManyOptions many = new();
    private readonly Option<double?> maxMovement = ProofOptions.Number(
        "--max-movement",
        "M",
        "Demand: no output moves by more than M around any sequence of --data.",
        least: 0
    );
    private readonly Option<TubeEffort> effort = new("--effort")
    {
        HelpName = "low|normal|high",
        Description = "How hard to prove around sequences: low is faster, high narrower (normal).",
        DefaultValueFactory = _ => TubeEffort.Normal,
    };
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
        command.Options.Add(maxMovement);
        command.Options.Add(effort);
        many.AddTo(command, proof);
        command.Validators.Add(result =>
        {
            if (OptionValues.Of(result, maxMovement) is not null && OptionValues.Of(result, proof.Data) is null)
            {
                result.AddError("--max-movement needs --data: the sequences that it is about.");
            }

            if (many.IsAsked(result) && (result.GetValue(proof.RequireContractive) || result.GetValue(proof.LargestBound)))
            {
                result.AddError("--lines is about sequences only; leave --require-contractive and --largest-bound to a run without it.");
            }
        });
        command.Options.Add(html);
        command.SetAction(parsed => Cli.Guarded(parsed, Run));
        return command;
    }

    private ExitCode Run(ParseResult parsed, TextWriter written, Progress progress)
    {
        CellWeights weights = cell.Weights(parsed, cell.Cell(parsed))!;
        return many.IsAsked(parsed) ? Lines(parsed, weights, written, progress) : Report(parsed, weights, written, progress);
    }

    private ExitCode Report(ParseResult parsed, CellWeights weights, TextWriter written, Progress progress)
    {
        IReadOnlyList<Sequence> data = proof.Sequences(
            parsed,
            weights.InputWidth,
            parsed.GetValue(proof.RequireContractive) ? weights.DeclaredBounds : null
        );
        var options = new CertificateOptions
        {
            Perturbation = Perturbation.Peak,
            Horizon = parsed.GetValue(proof.Horizon) ?? DefaultHorizon,
            InputBound = parsed.GetValue(proof.InputBound),
            Budget = proof.BudgetOf(parsed),
            Progress = new Reported(progress, weights.Cell.Name),
        };
        Certificate box = weights.Cell.Certify(weights.Sizes, options, weights.Parameters);
        ContractiveBound? largest = parsed.GetValue(proof.LargestBound)
            ? weights.Cell.LargestContractiveBound(weights.Sizes, options, weights.Parameters)
            : null;
        TubeOptions tube = Tube(parsed) with { Progress = new Reported(progress, weights.Cell.Name) };
        TubeCertificate[] around = [.. data.Select(s => Around(weights, s, tube))];
        double[] movements = [.. around.Select(t => SequenceText.Figures(t).Movement)];
        DemandResult[] demands = [.. Demands(parsed, weights, box, movements, data)];
        progress.Clear();
        if (parsed.GetValue(html) is { } page)
        {
            TextFile.Write(page, CertificatePage.Write(box, around));
        }

        if (parsed.GetValue(proof.IsJson))
        {
            written.WriteLine(
                Json.Write(
                    new
                    {
                        Box = box,
                        LargestContractiveBound = largest,
                        Around = around.Select(SequenceText.Figures),
                        Demands = demands,
                    }
                )
            );
        }
        else
        {
            CertificateText.Write(box, largest, around, demands, new Tables(written));
        }

        return DemandResult.All(demands);
    }

    private IEnumerable<DemandResult> Demands(
        ParseResult parsed,
        CellWeights weights,
        Certificate box,
        double[] movements,
        IReadOnlyList<Sequence> data
    )
    {
        if (parsed.GetValue(maxMovement) is { } limit)
        {
            var demand = new MovementDemand(limit, parsed.GetValue(proof.Radius)!.Value);
            yield return demand.Check(weights, movements, data, Refutation.Search(proof.BudgetOf(parsed)));
        }

        if (parsed.GetValue(proof.RequireContractive))
        {
            const string forgets = "the cell forgets";
            yield return box.IsContractive
                ? DemandResult.Forgets(forgets, box.DecayRate)
                : new DemandResult(forgets, ExitCode.NotProved, "not proved");
        }
    }

    private ExitCode Lines(ParseResult parsed, CellWeights weights, TextWriter written, Progress progress)
    {
        TubeOptions options = Tube(parsed) with { WithGains = false, Threads = 1 };
        using var digest = new Digest();
        var run = new SequenceRun
        {
            Width = weights.InputWidth,
            Radius = options.Radius,
            Figures = digest.Add(cell.Source(parsed)).Add(weights.Parameters).Add(options.Radius).Add(options.Effort).ToString(),
            Certify = sequence =>
            {
                SequenceText figures = SequenceText.Figures(Around(weights, sequence, options));
                return new SequenceFigures(figures.Steps, figures.Movement, figures.LastMovement);
            },
            MaxMovement = parsed.GetValue(maxMovement),
            Attack = new MovementDemand(parsed.GetValue(maxMovement) ?? 0, options.Radius).Attack(weights),
        };
        Summary summary = many.Run(parsed, proof.Recordings(parsed, demanded: null), run, progress);
        progress.Clear();
        SummaryText.Write(summary, parsed.GetValue(proof.IsJson), written);
        return summary.Code;
    }

    private TubeOptions Tube(ParseResult parsed) => new() { Radius = parsed.GetValue(proof.Radius) ?? 0, Effort = parsed.GetValue(effort) };

    private static TubeCertificate Around(CellWeights weights, Sequence sequence, TubeOptions options) =>
        weights.Cell.CertifyAround(weights.Sizes, 1, options, weights.Parameters, sequence.Values)[0];

    private sealed class Reported(Progress progress, string name) : IProgress<double>
    {
        public void Report(double value) => progress.Report(name, value);
    }
}
