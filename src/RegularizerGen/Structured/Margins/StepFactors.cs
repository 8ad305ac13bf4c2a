using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Domains.Tapes;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured.Margins;

/// <summary>The factors between differences of a step, found once: those of <see cref="MergedFactors"/>, in its order.</summary>
internal sealed class StepFactors
{
    private readonly SetStep step;
    private readonly StepTerms terms;
    private readonly HashSet<int> merged;
    private readonly List<(int Weight, Taped[] Entries)> entries = [];

    public StepFactors(SetStep step, StepTerms terms)
    {
        (this.step, this.terms) = (step, terms);
        merged = [.. new DiagonalChains(step).Merged];
    }

    /// <summary>All factors that were collected, in order.</summary>
    public List<StepFactor> All { get; } = [];

    /// <summary>Whether a signal is within a chain.</summary>
    public bool Contains(int signal) => merged.Contains(signal);

    /// <summary>The factors of the signals that an operator is made of, through those that are used nowhere else.</summary>
    public IReadOnlyList<StepFactor> Collect(LocalNode node)
    {
        var factors = new List<StepFactor>();
        var open = new Stack<(int Signal, ImmutableList<FactorLink> Way)>();
        Push(node, []);
        while (open.TryPop(out (int Signal, ImmutableList<FactorLink> Way) at))
        {
            if (!merged.Contains(at.Signal))
            {
                StepFactor? known = factors.Find(f => f.Signal == at.Signal);
                if (known is null)
                {
                    factors.Add(known = new StepFactor(at.Signal, step.Widths[at.Signal]));
                }

                known.AddWay(at.Way);
            }
            else if (step.ByNumber[at.Signal] is LocalNode local)
            {
                Push(local, at.Way);
            }
            else
            {
                SetTerm term = terms[at.Signal].First(t => t.Signal >= 0);
                open.Push((term.Signal, at.Way.Add(new FactorLink.Scale(term.Coefficient.Value, Entries(term.Weight)))));
            }
        }

        All.AddRange(factors);
        return factors;

        void Push(LocalNode of, ImmutableList<FactorLink> way)
        {
            for (int k = of.Arguments.Count - 1; k >= 0; k--)
            {
                open.Push((of.Arguments[k], Link(of, k) is { } link ? way.Add(link) : way));
            }
        }
    }

    /// <summary>Computes all of them, after the ranges, on the same tape; false where one is not finite.</summary>
    public bool TryEvaluate(StepRanges<Taped> ranges, TapedKernels kernels)
    {
        foreach ((int weight, Taped[] own) in entries)
        {
            kernels.Entries(weight, own);
        }

        bool isFinite = true;
        foreach (StepFactor factor in All)
        {
            isFinite &= factor.TryEvaluate(ranges);
        }

        return isFinite;
    }

    /// <summary>The derivative of an operator by one of its arguments; null for 1.</summary>
    private FactorLink? Link(LocalNode node, int argument)
    {
        if (node is BlendSet)
        {
            SetTerm[] difference = terms[node.Arguments[1]];
            return argument switch
            {
                0 => new FactorLink.Difference(difference[0].Signal, difference[1].Signal),
                1 => new FactorLink.Value(node.Arguments[0]),
                _ => null,
            };
        }

        return node is ProductSet
            ? new FactorLink.Value(node.Arguments[1 - argument])
            : new FactorLink.Slope(node.Number, node.Arguments[0]);
    }

    private Taped[]? Entries(int weight)
    {
        if (weight >= 0 && !entries.Exists(e => e.Weight == weight))
        {
            entries.Add((weight, new Taped[step.Cell.Weights[weight].Rows]));
        }

        return weight < 0 ? null : entries.Find(e => e.Weight == weight).Entries;
    }
}
