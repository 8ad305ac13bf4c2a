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
            return DemandResult.AtMost(demand, network.Gain);
        }

        return
            new GainSearch(whole, request.InputBound, settings.Horizon, Search()).Run(limit) is { } found
            && Refutation.Exceeds(GainSearch.Ratio(found), limit)
            ? DemandResult.Refuted(demand, found)
            : DemandResult.Open(demand, network.Gain);
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
            return DemandResult.AtMost(demand, proved);
        }

        double inner = Math.Max(0, request.InputBound - request.Radius.Value);
        Counterexample? found = Centers(inner)
            .Select(c => MovementSearch.Run(whole, c, request.Radius.Value, limit, Search()))
            .FirstOrDefault(f => Refutation.Exceeds(f.Movement, limit) && IsInBox(f));
        return found is not null ? DemandResult.Refuted(demand, found) : DemandResult.Open(demand, proved);
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
        var demand = new MovementDemand(limit, figures.Radius);
        return whole is null ? NoChain(demand.Text) : demand.Check(whole, [.. figures.Sequences.Select(s => s.Movement)], data, Search());
    }

    private DemandResult LinesMovement(double limit, Summary lines)
    {
        string demand = new MovementDemand(limit, request.Radius!.Value).Text;
        return whole is null ? NoChain(demand) : new DemandResult(demand, lines.Code, $"{lines.Outcome} of {lines.Sequences} sequences");
    }

    private DemandResult Contraction(IReadOnlyList<NodeFigures> nodes, IReadOnlyList<RecurrentStage> stages)
    {
        const string demand = "every recurrent node forgets";
        NodeFigures[] open = [.. nodes.Where(n => !n.IsContractive)];
        if (open.Length == 0)
        {
            return DemandResult.Forgets(demand, nodes.Max(n => n.Rate));
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

    private TimeSpan Search() => Refutation.Search(settings.Budget);

    private DemandResult NoChain(string demand) =>
        new(demand, ExitCode.NotProved, $"the network is not a chain up to its output: {outside}");

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
