using System.Collections.Generic;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured.Margins;

/// <summary>What the sums of a step are made of, and the differences of its blends, by the numbers that sets give them.</summary>
internal sealed class StepTerms : IStepDomain<int>
{
    private readonly Dictionary<int, SetTerm[]> sums = [];
    private int next;

    public StepTerms(CellCore cell)
    {
        next = cell.Widths.Count;
        int[] sources = [.. Sources(cell)];
        cell.Run<StepTerms, int>(this, sources, new int[cell.States.Count + 1]);
    }

    /// <summary>The terms of a sum; those of a blend's difference are what the gate weighs, and what its complement weighs.</summary>
    public SetTerm[] this[int sum] => sums[sum];

    public int Sum(int node, System.ReadOnlySpan<Term<int>> terms)
    {
        var own = new SetTerm[terms.Length];
        for (int k = 0; k < own.Length; k++)
        {
            own[k] = new(terms[k].Coefficient, terms[k].Weight, terms[k].HasSignal ? terms[k].Signal : -1);
        }

        sums[node] = own;
        return node;
    }

    public int Product(int node, int u, int v) => node;

    public int Blend(int node, int z, int a, int b, bool isGate)
    {
        sums[next++] = [new(1, -1, a), new(-1, -1, b)];
        return node;
    }

    public int Apply<TActivation>(int node, int v)
        where TActivation : IActivation => node;

    private static IEnumerable<int> Sources(CellCore cell)
    {
        foreach (InputFacts input in cell.Inputs)
        {
            yield return input.Node;
        }

        foreach (StateFacts state in cell.States)
        {
            yield return state.Node;
        }
    }
}
