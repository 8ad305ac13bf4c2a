using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// The difference of two trajectories over one step, as <see cref="StructuredStep"/> has it, in floating point and with the reverse: which
/// blocks there are, and of what they are made, is found once.
/// </summary>
internal sealed class StepDifference
{
    private readonly SetStep step;
    private readonly UnitwiseWeights weights;
    private readonly Dictionary<(int Signal, int Source), Block> blocks = [];
    private readonly List<Block?[]> arguments = [];
    private readonly List<StepFactor> open = [];
    private readonly List<int> widths = [];
    private readonly List<Block> computed = [];
    private readonly List<Block> all = []; // and unit matrices
    private readonly List<BlockOperation> operations = [];

    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <exception cref="ArgumentException">The step is too long; the message names the cell.</exception>
    public StepDifference(CellCore cell, UnitwiseWeights weights)
    {
        this.weights = weights;
        step = new SetStep(cell, new SetWeights(cell));
        Factors = new StepFactors(step);
        for (int source = 0; source < step.Sources.Count; source++)
        {
            widths.Add(step.Widths[step.Sources[source]]);
            blocks[(step.Sources[source], source)] = Unit(widths[source]);
        }

        foreach (SetNode node in step.Nodes.Where(n => !Factors.Contains(n.Number)))
        {
            if (node is SumSet sum)
            {
                AddSum(sum);
            }
            else
            {
                AddLocal((LocalNode)node);
            }
        }
    }

    /// <summary>All factors.</summary>
    public StepFactors Factors { get; }

    /// <summary>By channel, the factor that it covers.</summary>
    public IReadOnlyList<StepFactor> Open => open;

    /// <summary>Number of inputs.</summary>
    public int Inputs => step.Inputs;

    /// <summary>Number of states.</summary>
    public int States => step.Sources.Count - step.Inputs;

    /// <summary>Number of channels, each as wide as a signal.</summary>
    public int Channels => arguments.Count;

    /// <summary>Widths of the sources: inputs, states, channels.</summary>
    public IReadOnlyList<int> Widths => widths;

    /// <summary>Number of the first channel among the sources.</summary>
    public int FirstChannel => step.Sources.Count;

    /// <summary>Width of the output.</summary>
    public int Outputs => step.Widths[step.Output];

    /// <summary>The block of a state's new value by a source; null where it does not depend on it.</summary>
    public Block? Next(int state, int source) => blocks.GetValueOrDefault((step.Next(state), source));

    /// <summary>The block of a channel's argument by a source.</summary>
    public Block? Argument(int channel, int source) => source < arguments[channel].Length ? arguments[channel][source] : null;

    /// <summary>The block of the output by a source.</summary>
    public Block? Output(int source) => blocks.GetValueOrDefault((step.Output, source));

    /// <summary>Channels that act on new states (or on these and the output) and depend on states (or on these and the input), by
    /// themselves or through others.</summary>
    /// <param name="withOutput">Whether those that act on the output count.</param>
    /// <param name="withInputs">Whether those that depend on inputs count.</param>
    public int[] ChannelsBetween(bool withOutput, bool withInputs)
    {
        bool[] acts = new bool[Channels];
        bool[] depends = new bool[Channels];
        for (int k = Channels - 1; k >= 0; k--)
        {
            int source = FirstChannel + k;
            acts[k] =
                (withOutput && Output(source) is not null)
                || Enumerable.Range(0, States).Any(s => Next(s, source) is not null)
                || Enumerable.Range(k + 1, Channels - k - 1).Any(later => acts[later] && Argument(later, source) is not null);
        }

        for (int k = 0; k < Channels; k++)
        {
            depends[k] = Enumerable
                .Range(0, FirstChannel + k)
                .Any(s => Argument(k, s) is not null && (s >= FirstChannel ? depends[s - FirstChannel] : withInputs || s >= Inputs));
        }

        return [.. Enumerable.Range(0, Channels).Where(k => acts[k] && depends[k])];
    }

    /// <summary>Computes all blocks from the weights and the factors.</summary>
    public void Forward()
    {
        foreach (Block block in computed)
        {
            Array.Clear(block.Values);
        }

        foreach (BlockOperation operation in operations)
        {
            operation.Forward();
        }
    }

    /// <summary>No adjoints.</summary>
    public void ClearAdjoints()
    {
        foreach (Block block in all)
        {
            Array.Clear(block.Adjoint);
        }

        foreach (StepFactor factor in Factors.All)
        {
            factor.Clear();
        }
    }

    /// <summary>From the adjoints of blocks to those of factors, and to the gradients of weights.</summary>
    public void Reverse()
    {
        for (int k = operations.Count - 1; k >= 0; k--)
        {
            operations[k].Reverse();
        }
    }

    private void AddSum(SumSet node)
    {
        SetTerm[] moving = [.. node.Terms.Where(t => t.Signal >= 0)];
        for (int source = 0; source < widths.Count; source++)
        {
            (SetTerm Term, Block Block)[] own =
            [
                .. moving.Where(t => blocks.ContainsKey((t.Signal, source))).Select(t => (t, blocks[(t.Signal, source)])),
            ];
            if (own.Length == 0)
            {
                continue;
            }

            Block target = Target(node.Number, source, Array.TrueForAll(own, p => p.Block.IsDiagonal && !IsMatrix(p.Term.Weight)));
            foreach ((SetTerm term, Block block) in own)
            {
                operations.Add(
                    IsMatrix(term.Weight)
                        ? new ProductOperation(target, block, weights, term.Weight, term.Coefficient.Value)
                        : new WeightedOperation(target, block, weights, term.Weight, term.Coefficient.Value)
                );
            }
        }
    }

    /// <summary>Σ (m ± r)∘(signal): m, and a channel for every r.</summary>
    private void AddLocal(LocalNode node)
    {
        IReadOnlyList<StepFactor> factors = Factors.Collect(node);
        int before = widths.Count;
        for (int source = 0; source < before; source++)
        {
            int current = source;
            StepFactor[] own = [.. factors.Where(f => blocks.ContainsKey((f.Signal, current)))];
            if (own.Length > 0)
            {
                Block target = Target(node.Number, source, Array.TrueForAll(own, f => blocks[(f.Signal, current)].IsDiagonal));
                operations.AddRange(own.Select(f => new ScaleOperation(target, blocks[(f.Signal, current)], f.Middle, f.MiddleAdjoint)));
            }
        }

        foreach (StepFactor factor in factors.Where(f => !f.IsFixed))
        {
            var argument = new Block?[before];
            for (int source = 0; source < before; source++)
            {
                if (blocks.GetValueOrDefault((factor.Signal, source)) is { } block)
                {
                    argument[source] = Computed(block.Rows, block.Columns, block.IsDiagonal);
                    operations.Add(new ScaleOperation(argument[source]!, block, factor.Radius, factor.RadiusAdjoint));
                }
            }

            if (Array.Exists(argument, a => a is not null))
            {
                int width = step.Widths[node.Number];
                blocks[(node.Number, widths.Count)] = Unit(width);
                widths.Add(width);
                arguments.Add(argument);
                open.Add(factor);
                Factors.RequireChannels(open.Count);
            }
        }
    }

    private bool IsMatrix(int weight) => weight >= 0 && step.Cell.Weights[weight].Kind == WeightKind.Matrix;

    private Block Target(int signal, int source, bool isDiagonal) =>
        blocks[(signal, source)] = Computed(step.Widths[signal], widths[source], isDiagonal);

    private Block Computed(int rows, int columns, bool isDiagonal)
    {
        var block = new Block(rows, columns, isDiagonal).WithAdjoint();
        computed.Add(block);
        all.Add(block);
        return block;
    }

    private Block Unit(int size)
    {
        all.Add(Block.Identity(size));
        return all[^1];
    }
}
