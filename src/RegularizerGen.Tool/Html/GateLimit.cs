using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Html;

/// <summary>What a gate adds to the gain: how much smaller this would be if the weights that act in the gate had norm 0 and all ranges
/// stayed, over the horizon at the coefficients of the limit. It says where to look, and bounds nothing.</summary>
/// <param name="Signal">The gate, or another signal that weights act in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weights">The weights that act in it.</param>
/// <param name="Without">The gain without them.</param>
/// <param name="Share">The share of the gain that they make up, from 0 to 1.</param>
internal sealed record GateLimit(int Signal, string Name, IReadOnlyList<string> Weights, double Without, double Share)
{
    /// <summary>The gates of a cell, what limits most first.</summary>
    public static IReadOnlyList<GateLimit> Of(CellDescription cell, StepGraph graph, Certificate certificate)
    {
        CellDefinition definition = CellWeights.Definition(cell);
        var step = new StepSummary(definition, certificate.Contributions);
        double gain = step.Gain(certificate.Horizon, new HashSet<string>());
        return
        [
            .. WeightsByGate(definition, graph)
                .Select(gate =>
                {
                    string[] weights = [.. gate.Weights.Select(w => definition.Weights[w].Name)];
                    double without = step.Gain(certificate.Horizon, weights.ToHashSet());
                    return new GateLimit(gate.Signal, graph.Nodes[gate.Signal].Name, weights, without, Fall(gain, without));
                })
                .OrderByDescending(g => g.Share),
        ];
    }

    private static double Fall(double gain, double without) =>
        double.IsInfinity(gain) ? (double.IsInfinity(without) ? 0 : 1)
        : gain > 0 ? Math.Max(0, (gain - without) / gain)
        : 0;

    /// <summary>A matrix or diagonal acts in the sums that it stands in, and these in the activations that take them; a sum that none
    /// takes stands for itself.</summary>
    private static IEnumerable<(int Signal, IReadOnlyList<int> Weights)> WeightsByGate(CellDefinition definition, StepGraph graph)
    {
        ILookup<int, int> activations = graph.Nodes.Where(n => n.Role == SignalRole.Gate).ToLookup(n => n.Uses[0].Signal, n => n.Number);
        return graph
            .Nodes.Where(n => n.Uses.Any(u => HasNorm(u.Weight)))
            .SelectMany(sum =>
                activations[sum.Number].DefaultIfEmpty(sum.Number).Select(gate => (Gate: gate, Weights: sum.Uses.Select(u => u.Weight)))
            )
            .GroupBy(g => g.Gate)
            .Select(g => (g.Key, (IReadOnlyList<int>)[.. g.SelectMany(p => p.Weights).Where(HasNorm).Distinct()]));

        bool HasNorm(int weight) => weight >= 0 && definition.Weights[weight].Kind is (WeightKind.Matrix or WeightKind.Diagonal);
    }
}
