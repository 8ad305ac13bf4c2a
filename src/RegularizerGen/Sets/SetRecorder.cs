using System;
using System.Collections.Generic;
using RegularizerGen.Domains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Sets;

/// <summary>Records the step once, as the nodes that sets go through. Its values are the numbers of signals.</summary>
internal sealed class SetRecorder(SetWeights weights, IReadOnlyList<int> widths) : IStepDomain<int>
{
    private readonly HashSet<int> gates = [];

    /// <summary>The nodes, each after its arguments.</summary>
    public List<SetNode> Nodes { get; } = [];

    /// <summary>Widths of the signals, and then those of the differences of blends.</summary>
    public List<int> Widths { get; } = [.. widths];

    public int Sum(int node, ReadOnlySpan<Term<int>> terms)
    {
        var recorded = new SetTerm[terms.Length];
        for (int k = 0; k < terms.Length; k++)
        {
            recorded[k] = new(terms[k].Coefficient, terms[k].Weight, terms[k].HasSignal ? terms[k].Signal : -1);
        }

        return Add(new SumSet(node, Widths[node], recorded, weights));
    }

    public int Product(int node, int u, int v) =>
        Add(new ProductSet(node, Widths[node], u, v, Convert.ToInt32(gates.Contains(u)) - Convert.ToInt32(gates.Contains(v))));

    public int Blend(int node, int z, int a, int b, bool isGate)
    {
        int difference = Widths.Count;
        Widths.Add(Widths[node]);
        Add(new SumSet(difference, Widths[node], [new(1, -1, a), new(-1, -1, b)], weights));
        return Add(new BlendSet(node, Widths[node], z, a, b, difference, isGate));
    }

    public int Apply<TActivation>(int node, int v)
        where TActivation : IActivation => Add(new ActivationSet<TActivation>(node, Widths[node], v));

    private int Add(SetNode node)
    {
        Nodes.Add(node);
        if (node.IsGate)
        {
            gates.Add(node.Number);
        }

        return node.Number;
    }
}
