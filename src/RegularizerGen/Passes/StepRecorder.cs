using System;
using System.Linq;
using System.Numerics;
using RegularizerGen.Activations;
using RegularizerGen.Domains;
using RegularizerGen.Passes.Nodes;

namespace RegularizerGen.Passes;

/// <summary>Records the step once, as the nodes that the passes go through. Its values are the numbers of signals.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class StepRecorder<T>(PassWeights<T> weights, bool[] isInput, int batch, PassNode<T>?[] nodes) : IStepDomain<int>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Sum(int node, ReadOnlySpan<Term<int>> terms)
    {
        var recorded = new PassTerm<T>[terms.Length];
        for (int k = 0; k < terms.Length; k++)
        {
            Term<int> term = terms[k];
            int signal = term.HasSignal ? term.Signal : -1;
            bool isAhead = term.Weight >= 0 && signal >= 0 && isInput[signal];
            recorded[k] = new(T.CreateTruncating(term.Coefficient.Value), term.Weight, signal, isAhead);
        }

        foreach (PassTerm<T> term in recorded.Where(t => t is { Weight: >= 0, Signal: >= 0 }))
        {
            weights.Use(term.Weight);
        }

        nodes[node] = new SumNode<T>(node, recorded, weights, batch);
        return node;
    }

    public int Product(int node, int u, int v)
    {
        nodes[node] = new ProductNode<T>(node, u, v);
        return node;
    }

    public int Blend(int node, int z, int a, int b, bool isGate)
    {
        nodes[node] = new BlendNode<T>(node, z, a, b);
        return node;
    }

    public int Apply<TActivation>(int node, int v)
        where TActivation : IActivation
    {
        nodes[node] = new ActivationNode<T>(node, v, TActivation.Kernel<T>());
        return node;
    }
}
