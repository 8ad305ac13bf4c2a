using System;
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
    /// <summary>Numbers that all factors are products of, and channels, at most: what is made of them grows with the square of a step's
    /// length.</summary>
    private const int MostLinks = 2048;

    private const int MostChannels = 128;

    private readonly SetStep step;
    private readonly HashSet<int> merged;
    private int links;
    private readonly List<(int Weight, Taped[] Entries)> entries = [];

    public StepFactors(SetStep step)
    {
        this.step = step;
        merged = [.. new DiagonalChains(step).Merged];
    }

    /// <summary>All factors that were collected, in order.</summary>
    public List<StepFactor> All { get; } = [];

    /// <summary>Whether a signal is within a chain.</summary>
    public bool Contains(int signal) => merged.Contains(signal);

    /// <summary>The factors of the signals that an operator is made of, through those that are used nowhere else.</summary>
    /// <exception cref="ArgumentException">The step is too long.</exception>
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
                links += at.Way.Count;
                Require(links <= MostLinks);
            }
            else if (step.ByNumber[at.Signal] is LocalNode local)
            {
                Push(local, at.Way);
            }
            else
            {
                SetTerm term = ((SumSet)step.ByNumber[at.Signal]!).Terms.First(t => t.Signal >= 0);
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

    /// <summary>Refuses a step of too many channels.</summary>
    /// <exception cref="ArgumentException">It has.</exception>
    public void RequireChannels(int count) => Require(count <= MostChannels);

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
            IReadOnlyList<SetTerm> difference = ((SumSet)step.ByNumber[node.Arguments[1]]!).Terms;
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

    private void Require(bool isShort)
    {
        if (!isShort)
        {
            throw new ArgumentException(
                $"The step of '{step.Cell.Definition.Name}' multiplies too many signals for {nameof(BoundRules)}.{nameof(BoundRules.Structured)}: use {nameof(BoundRules.Base)} or {nameof(BoundRules.Tight)}.",
                nameof(StabilityOptions.Rules)
            );
        }
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
