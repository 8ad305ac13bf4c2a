using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Reports;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Audit;

/// <summary>Whether demands hold; where they are not proved, a counterexample is looked for.</summary>
internal sealed class DemandCheck(AuditRequest request, ProofSettings settings, Chain? chain, string? outside)
{
    /// <summary>Beyond this share of a demand a counterexample is no matter of rounding.</summary>
    private const double Beyond = 1 + 1e-9;

    private readonly Chain? whole = outside is null ? chain : null;

    /// <summary>All demands that were made.</summary>
    public IEnumerable<DemandResult> Run(AuditReport report, IReadOnlyList<RecurrentStage> stages, IReadOnlyList<Sequence> data)
    {
        if (request.MaxGain is { } gain)
        {
            yield return Gain(gain, report.Network);
        }

        if (request.MaxMovement is { } movement)
        {
            yield return report.Lines is { } lines ? LinesMovement(movement, lines)
            : report.Data is { } figures ? DataMovement(movement, figures, data)
            : BoxMovement(movement, report.Network);
        }

        if (request.IsContractionRequired)
        {
            yield return Contraction(report.Nodes, stages);
        }
    }

    private DemandResult Gain(double limit, NetworkFigures? network)
    {
        string demand = $"gain at most {Exact(limit)}";
        if (whole is null || network is null)
        {
            return NoChain(demand);
        }

        if (network.Gain <= limit)
        {
            return new DemandResult(demand, ExitCode.Holds, $"at most {OutwardText.Up(network.Gain)} is proved");
        }

        return
            new GainSearch(whole, request.InputBound, settings.Horizon, Search()).Run(limit * Beyond) is { } found
            && GainSearch.Ratio(found) > limit * Beyond
            ? Refuted(demand, found)
            : NotProved(demand, network.Gain);
    }

    private DemandResult BoxMovement(double limit, NetworkFigures? network)
    {
        string demand = $"movement at most {Exact(limit)} at radius {Exact(request.Radius!.Value)}";
        if (whole is null || network is null)
        {
            return NoChain(demand);
        }

        LayerFigures last = network.Layers[^1];
        double width = last.Upper - last.Lower;
        double proved = Math.Min(Math.BitIncrement(network.Gain * request.Radius.Value), Math.BitIncrement(width));
        if (proved <= limit)
        {
            return new DemandResult(demand, ExitCode.Holds, $"at most {OutwardText.Up(proved)} is proved");
        }

        double inner = Math.Max(0, request.InputBound - request.Radius.Value);
        Counterexample? found = Centers(inner)
            .Select(c => MovementSearch.Run(whole, c, request.Radius.Value, limit * Beyond, Search()))
            .FirstOrDefault(f => f.Movement > limit * Beyond && IsInBox(f));
        return found is not null ? Refuted(demand, found) : NotProved(demand, proved);
    }

    private bool IsInBox(Counterexample found) => found.Other.All(row => row.All(v => Math.Abs(v) <= request.InputBound));

    /// <summary>Sequences that a disturbance stays within the box around.</summary>
    private IEnumerable<Sequence> Centers(double inner)
    {
        var random = new Random(1);
        for (int k = 0; k < 10; k++)
        {
            double[] values = new double[settings.Horizon * whole!.InputWidth];
            yield return new Sequence(whole.InputWidth, [.. values.Select(_ => k == 0 ? 0 : inner * ((2 * random.NextDouble()) - 1))]);
        }
    }

    private DemandResult DataMovement(double limit, DataFigures figures, IReadOnlyList<Sequence> data)
    {
        string demand = $"movement at most {Exact(limit)} within {Exact(figures.Radius)} of the data";
        if (whole is null)
        {
            return NoChain(demand);
        }

        double proved = figures.Sequences.Max(s => s.Movement);
        if (proved <= limit)
        {
            return new DemandResult(demand, ExitCode.Holds, $"at most {OutwardText.Up(proved)} is proved");
        }

        Counterexample? found = data.Where((_, k) => figures.Sequences[k].Movement > limit)
            .Select(s => MovementSearch.Run(whole, s, figures.Radius, limit * Beyond, Search()))
            .FirstOrDefault(f => f.Movement > limit * Beyond);
        return found is not null ? Refuted(demand, found) : NotProved(demand, proved);
    }

    private DemandResult LinesMovement(double limit, Summary lines)
    {
        string demand = $"movement at most {Exact(limit)} within {Exact(request.Radius!.Value)} of the data";
        return whole is null
            ? NoChain(demand)
            : new DemandResult(demand, lines.Code, $"proved of {lines.Hold} of {lines.Sequences} sequences");
    }

    private DemandResult Contraction(IReadOnlyList<NodeFigures> nodes, IReadOnlyList<RecurrentStage> stages)
    {
        const string demand = "every recurrent node forgets";
        NodeFigures[] open = [.. nodes.Where(n => !n.IsContractive)];
        if (open.Length == 0)
        {
            return new DemandResult(demand, ExitCode.Holds, $"rate at most {OutwardText.Up(nodes.Max(n => n.Rate))} per step is proved");
        }

        foreach (RecurrentStage stage in stages.Where(s => s.Proofs.Any(p => !p.Certificate.IsContractive)))
        {
            if (new ForgettingSearch(Before(stage), request.InputBound, Search()).Run() is { } found)
            {
                string moved = OutwardText.Down(found.Movement);
                return new DemandResult(
                    demand,
                    ExitCode.Violated,
                    $"{stage.Title}: two sequences that agree for {ForgettingSearch.Common} steps still lead to outputs {moved} apart, no less than halfway",
                    found
                );
            }
        }

        return new DemandResult(demand, ExitCode.NotProved, $"neither proved nor refuted: {string.Join(", ", open.Select(n => n.Node))}");
    }

    /// <summary>The network up to a node, or the node alone where it belongs to no chain.</summary>
    private Chain Before(RecurrentStage stage) => chain?.UpTo(stage) ?? new Chain("x", stage.Node.Inputs, "y", null, [stage], null);

    private TimeSpan Search() => settings.Budget > TimeSpan.FromSeconds(1) ? settings.Budget : TimeSpan.FromSeconds(1);

    private DemandResult NoChain(string demand) =>
        new(demand, ExitCode.NotProved, $"the network is not a chain up to its output: {outside}");

    private static DemandResult NotProved(string demand, double proved) =>
        new(demand, ExitCode.NotProved, $"at most {OutwardText.Up(proved)} is proved, and no counterexample was found");

    private static DemandResult Refuted(string demand, Counterexample found) =>
        new(
            demand,
            ExitCode.Violated,
            $"two sequences at most {OutwardText.Up(found.Distance)} apart lead to outputs {OutwardText.Down(found.Movement)} apart (output {found.Output} at step {found.Step})",
            found
        );

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
