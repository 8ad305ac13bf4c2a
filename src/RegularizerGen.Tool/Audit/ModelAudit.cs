using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Many;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Audit;

/// <summary>Audits a model: every recurrent node, and the network where it is a chain.</summary>
internal static class ModelAudit
{
    private const int DefaultHorizon = 20;
    private const int CellStateOutput = 2; // Y_c of an LSTM

    /// <summary>Runs it.</summary>
    /// <exception cref="UnusableInputException">Nothing can be said about the model, or the data does not fit it.</exception>
    public static AuditReport Run(ModelFile model, string name, AuditRequest request)
    {
        Network network = Read(model, request.Output);
        IReadOnlyList<Sequence> data = Data(request, network);
        var settings = new ProofSettings(request.Horizon ?? network.Chain?.Steps ?? DefaultHorizon, request.Budget, request.Progress);
        NetworkFigures? figures = network.Chain is null ? null : Certify(network.Chain, request, settings);
        foreach (RecurrentStage stage in network.Stages.Where(s => s.Proofs.Count == 0))
        {
            stage.Bound(Reach.Within(request.InputBound, stage.Node.Inputs), settings);
        }

        var report = new AuditReport
        {
            Model = name,
            InputBound = request.InputBound,
            Horizon = settings.Horizon,
            Network = figures,
            Outside = network.Outside,
            Nodes = [.. network.Stages.SelectMany(Figures)],
            LargestBound = request.FindsLargestBound ? Largest(network, request, settings) : null,
            Data = data.Count == 0 ? null : new DataAudit(network.Chain!, request, settings, data).Run(),
            Lines = request.Lines?.Invoke(Around(network, request, settings)),
            Demands = [],
            Cells = network.Source,
        };
        var check = new DemandCheck(request, settings, network.Chain, network.Outside);
        return report with { Demands = [.. check.Run(report, network.Stages, data)] };
    }

    /// <summary>Reads and compiles all recurrent nodes, and the chain that they are part of.</summary>
    public static Network Read(ModelFile model, string? output)
    {
        (GraphScope Scope, NodeProto Node)[] found =
        [
            .. GraphScope.All(model).SelectMany(s => s.Graph.Node.Where(NodeReader.IsRecurrent).Select(n => (s, n))),
        ];
        if (found.Length == 0)
        {
            throw new UnusableInputException("The model has no LSTM, GRU or RNN node.");
        }

        RecurrentNode[] nodes = [.. found.Select(f => NodeReader.Read(f.Scope, f.Node))];
        int[] withCellState = [.. Enumerable.Range(0, nodes.Length).Where(k => found[k].Scope.Uses(found[k].Node, CellStateOutput))];
        (IReadOnlyList<RecurrentStage> compiled, string source) = NodeCompiler.Compile([
            .. nodes,
            .. withCellState.Select(k => nodes[k] with { GivesCellState = true }),
        ]);
        var byNode = new Dictionary<NodeProto, RecurrentStage>(ReferenceEqualityComparer.Instance);
        for (int k = 0; k < nodes.Length; k++)
        {
            int variant = Array.IndexOf(withCellState, k);
            byNode[found[k].Node] = compiled[k] with { CellState = variant < 0 ? null : compiled[nodes.Length + variant] };
        }

        (Chain? chain, string? why) = ChainReader.Read(GraphScope.All(model)[0], byNode, output);
        return new Network([.. found.SelectMany(f => InUse(byNode[f.Node], chain))], source, chain, why);
    }

    /// <summary>A node with the outputs that the chain uses; with the first of them where it uses none.</summary>
    private static RecurrentStage[] InUse(RecurrentStage stage, Chain? chain)
    {
        RecurrentStage[] used = [.. chain?.Recurrent.Where(s => s == stage || s == stage.CellState) ?? []];
        return used.Length > 0 ? used : [stage];
    }

    private static NetworkFigures Certify(Chain chain, AuditRequest request, ProofSettings settings)
    {
        Reach reach = Reach.Within(request.InputBound, chain.InputWidth);
        var layers = new List<LayerFigures>();
        foreach (IStage stage in chain.Stages)
        {
            reach = stage.Bound(reach, settings);
            layers.Add(
                new LayerFigures(
                    stage.Title,
                    stage.OutputWidth,
                    reach.Range.Lower.Values.Min(),
                    reach.Range.Upper.Values.Max(),
                    reach.Gains.Max()
                )
            );
        }

        return new NetworkFigures(NodeAttributes.Printable(chain.Input), NodeAttributes.Printable(chain.Output), layers, layers[^1].Gain);
    }

    private static LargestBound Largest(Network network, AuditRequest request, ProofSettings settings)
    {
        bool isProved = network.Stages.SelectMany(s => s.Proofs).All(p => p.Certificate.IsContractive);
        var search = new BoundSearch(request.InputBound, isProved, settings);
        return network is { Chain: { } chain, Outside: null } ? search.Of(chain) : search.Of(network.Stages);
    }

    private static IReadOnlyList<Sequence> Data(AuditRequest request, Network network) =>
        request.Data is null ? [] : request.Data(Whole(network).InputWidth);

    private static SequenceRun Around(Network network, AuditRequest request, ProofSettings settings)
    {
        Chain chain = Whole(network);
        var reach = new ChainReach(chain, request.Radius!.Value, settings with { Progress = (_, _) => { } });
        using var digest = new Digest();
        return new SequenceRun
        {
            Width = chain.InputWidth,
            Radius = request.Radius.Value,
            Figures = chain.AddTo(digest.Add(network.Source).Add(request.Radius.Value)).ToString(),
            Certify = reach.Figures,
            MaxMovement = request.MaxMovement,
            Attack = network.Outside is null ? new MovementDemand(request.MaxMovement ?? 0, request.Radius.Value).Attack(chain) : null,
        };
    }

    private static Chain Whole(Network network) =>
        network.Chain ?? throw new UnusableInputException($"Data needs a network that is a chain from its input on: {network.Outside}.");

    private static IEnumerable<NodeFigures> Figures(RecurrentStage stage) =>
        stage.Proofs.Select(
            (proof, k) =>
                new NodeFigures(
                    stage.Name(k),
                    proof.Certificate.Cell,
                    proof.Certificate.InputBound,
                    proof.Gain,
                    proof.Certificate.AnyStepsGain,
                    proof.Certificate.IsContractive,
                    proof.Certificate.DecayRate,
                    proof.Lower,
                    proof.Upper,
                    [
                        .. proof.Certificate.Assumptions,
                        .. stage
                            .Directions[k]
                            .Cell.States.Where(s => s.IsGiven)
                            .Select(s => $"{s.Name} starts at zero, or is carried over from such a start"),
                    ]
                )
        );

    /// <summary>What was read of a model.</summary>
    /// <param name="Stages">Its recurrent nodes.</param>
    /// <param name="Source">The source of their cells.</param>
    /// <param name="Chain">The chain; null where there is none.</param>
    /// <param name="Outside">Why there is none, or none up to the output; null where there is one.</param>
    internal sealed record Network(IReadOnlyList<RecurrentStage> Stages, string Source, Chain? Chain, string? Outside);
}
