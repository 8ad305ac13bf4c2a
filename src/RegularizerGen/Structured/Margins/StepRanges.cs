using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Numbers;

namespace RegularizerGen.Structured.Margins;

/// <summary>Ranges of all signals of one step, unit by unit, from those of the states before it: the bound unit by unit where nothing
/// moves.</summary>
/// <typeparam name="TNumber">Its numbers.</typeparam>
internal sealed class StepRanges<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly CellCore cell;
    private readonly UnitwiseDomain<TNumber> domain;
    private readonly UnitwiseSignal<TNumber>[] sources;
    private readonly UnitwiseSignal<TNumber>[] results;

    /// <param name="cell">The cell.</param>
    /// <param name="kernels">What its weights do, and the bounds of its inputs.</param>
    public StepRanges(CellCore cell, IUnitwiseKernels<TNumber> kernels)
    {
        this.cell = cell;
        domain = new(cell.Widths, cell.Weights, kernels);
        sources = [.. cell.Inputs.Select(Input), .. cell.States.Select(s => Still(s.Node))];
        results = new UnitwiseSignal<TNumber>[cell.States.Count + 1];

        UnitwiseSignal<TNumber> Input(InputFacts facts, int k)
        {
            UnitwiseSignal<TNumber> own = Still(facts.Node);
            Array.Fill(own.Lower, -kernels.InputBounds[k]);
            Array.Fill(own.Upper, kernels.InputBounds[k]);
            return own;
        }

        UnitwiseSignal<TNumber> Still(int node) => domain[node] = new(cell.Widths[node]) { Moves = false };
    }

    /// <summary>A signal after <see cref="Forward"/>.</summary>
    public UnitwiseSignal<TNumber> this[int signal] => domain[signal];

    /// <summary>The range of a state before the step, to be set.</summary>
    public UnitwiseSignal<TNumber> State(int state) => sources[cell.Inputs.Count + state];

    /// <summary>The range of a state after the step.</summary>
    public UnitwiseSignal<TNumber> Next(int state) => results[state];

    /// <summary>One step.</summary>
    public void Forward() => domain.Run(cell, sources, results, UnitwiseStages.Ranges);
}
