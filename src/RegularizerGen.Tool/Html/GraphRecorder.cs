using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;

namespace RegularizerGen.Tool.Html;

/// <summary>Records the step once: what every signal is made of, and what is known of its range without any weight. Its values are the
/// numbers of signals.</summary>
internal sealed class GraphRecorder : IStepDomain<int>
{
    private readonly CellDefinition definition;
    private readonly SignalNode?[] nodes;

    /// <summary>Begins with the inputs and previous states.</summary>
    public GraphRecorder(CellCore cell)
    {
        definition = cell.Definition;
        nodes = new SignalNode?[definition.Signals.Count];
        foreach (InputDefinition input in definition.Inputs)
        {
            Add(input.Signal, SignalRole.Input, [], -input.Bound, input.Bound);
        }

        foreach (StateDefinition state in definition.States)
        {
            (double lower, double upper) = state.IsInvariant
                ? (state.Min.Value, state.Max.Value)
                : (double.NegativeInfinity, double.PositiveInfinity);
            Add(state.Signal, SignalRole.State, [], lower, upper);
        }
    }

    /// <summary>All signals, once the step has run.</summary>
    public IReadOnlyList<SignalNode> Nodes => [.. nodes.Select(n => n!)];

    /// <inheritdoc/>
    public int Sum(int node, ReadOnlySpan<Term<int>> terms)
    {
        var uses = new List<SignalUse>();
        (double lower, double upper) = (0, 0);
        foreach (Term<int> term in terms)
        {
            if (term.HasSignal)
            {
                uses.Add(new(term.Signal, term.Weight));
            }

            (double low, double high) = term switch
            {
                { Weight: >= 0 } => (double.NegativeInfinity, double.PositiveInfinity),
                { HasSignal: true } => Product((term.Coefficient.Value, term.Coefficient.Value), Range(term.Signal)),
                _ => (term.Coefficient.Value, term.Coefficient.Value),
            };
            (lower, upper) = (lower + low, upper + high);
        }

        return Add(node, SignalRole.Sum, uses, lower, upper);
    }

    /// <inheritdoc/>
    public int Product(int node, int u, int v)
    {
        (double lower, double upper) = Product(Range(u), Range(v));
        return Add(node, SignalRole.Product, [new(u, -1), new(v, -1)], lower, upper);
    }

    /// <inheritdoc/>
    public int Blend(int node, int z, int a, int b, bool isGate)
    {
        (double lower, double upper) = isGate
            ? (Math.Min(Range(a).Lower, Range(b).Lower), Math.Max(Range(a).Upper, Range(b).Upper))
            : (double.NegativeInfinity, double.PositiveInfinity);
        return Add(node, SignalRole.Product, [new(z, -1), new(a, -1), new(b, -1)], lower, upper);
    }

    /// <inheritdoc/>
    public int Apply<TActivation>(int node, int v)
        where TActivation : IActivation
    {
        ActivationFacts facts = TActivation.Facts;
        return Add(
            node,
            SignalRole.Gate,
            [new(v, -1)],
            facts.Min?.Value ?? double.NegativeInfinity,
            facts.Max?.Value ?? double.PositiveInfinity
        );
    }

    private static (double Lower, double Upper) Product((double Lower, double Upper) u, (double Lower, double Upper) v)
    {
        double[] corners = [Times(u.Lower, v.Lower), Times(u.Lower, v.Upper), Times(u.Upper, v.Lower), Times(u.Upper, v.Upper)];
        return (corners.Min(), corners.Max());

        static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
    }

    private (double Lower, double Upper) Range(int node) => (nodes[node]!.Lower, nodes[node]!.Upper);

    private int Add(int node, SignalRole role, IReadOnlyList<SignalUse> uses, double lower, double upper)
    {
        nodes[node] = new SignalNode(
            node,
            definition.Signals[node].Name,
            role,
            [.. definition.States.Where(s => s.Next == node).Select(s => s.Name)],
            definition.Output == node,
            uses,
            lower,
            upper
        );
        return node;
    }
}
