using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>
/// Where the signals of the forward and backward pass live. A new state is written straight into the state's own array; the sum in front of
/// an activation shares the activation's memory; adjoints are kept for all steps only where a weight gradient needs them.
/// </summary>
internal sealed class BufferPlan
{
    private readonly CellModel model;
    private readonly int[] valueOwner;

    public BufferPlan(CellModel model)
    {
        this.model = model;
        valueOwner = [.. Enumerable.Range(0, model.Nodes.Count).Select(SharedWith)];
    }

    public bool IsInput(int node) => model.Nodes[node].Operator == OperatorTable.Input.Name;

    public bool IsState(int node) => model.Nodes[node].Operator == OperatorTable.State.Name;

    public bool IsSource(int node) => IsInput(node) || IsState(node);

    /// <summary>The first state whose new value this node is, or -1.</summary>
    public int NextOf(int node) =>
        IsSource(node)
            ? -1
            : model.States.Select((s, k) => (s.Next, k)).Where(p => p.Next == node).Select(p => p.k).DefaultIfEmpty(-1).First();

    /// <summary>The node whose memory holds this node's value and adjoint.</summary>
    public int Owner(int node) => valueOwner[node];

    /// <summary>Nodes with memory of their own, other than sources.</summary>
    public IEnumerable<int> Owners => Enumerable.Range(0, model.Nodes.Count).Where(n => !IsSource(n) && valueOwner[n] == n);

    /// <summary>Nodes whose kernels keep slopes in the forward pass.</summary>
    public IEnumerable<int> SlopeNodes =>
        Enumerable.Range(0, model.Nodes.Count).Where(n => OperatorTable.ActivationOf(model.Nodes[n])?.KeepsSlopes == true);

    /// <summary>Nodes that hold weights.</summary>
    public IEnumerable<int> WeightedNodes =>
        Enumerable.Range(0, model.Nodes.Count).Where(n => model.Nodes[n].Terms.Any(t => t.Weight >= 0));

    /// <summary>Whether the adjoint of an owner is kept for all steps.</summary>
    public bool KeepsAdjoints(int owner) => WeightedNodes.Any(n => Owner(n) == owner);

    /// <summary>States that are copied after the step, because their new value lives elsewhere.</summary>
    public IEnumerable<int> CopiedStates => Enumerable.Range(0, model.States.Count).Where(s => NextOf(model.States[s].Next) != s);

    /// <summary>Matrices that act on a signal (others only make up derived ones).</summary>
    public IEnumerable<int> Matrices =>
        Enumerable
            .Range(0, model.Weights.Count)
            .Where(w => model.Weights[w].Kind == WeightKind.Matrix && model.Nodes.Any(n => n.Terms.Any(t => t.Weight == w)));

    private int SharedWith(int node)
    {
        if (model.Nodes[node].Terms.Count == 0)
        {
            return node;
        }

        int[] consumers =
        [
            .. Enumerable
                .Range(0, model.Nodes.Count)
                .Where(n => model.Nodes[n].Arguments.Contains(node) || model.Nodes[n].Terms.Any(t => t.Signal == node)),
        ];
        bool handedOn = model.Output == node || model.States.Any(s => s.Next == node);
        return !handedOn && consumers.Length == 1 && OperatorTable.ActivationOf(model.Nodes[consumers[0]])?.HasKernel == true
            ? consumers[0]
            : node;
    }
}
