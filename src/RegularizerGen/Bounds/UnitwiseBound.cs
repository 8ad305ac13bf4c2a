using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Domains;
using RegularizerGen.Domains.Unitwise;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>
/// One time step of the bound for every unit by itself, under peak perturbations: ranges [<see cref="Lower"/>, <see cref="Upper"/>] and, in
/// <see cref="Moved"/>, how far each unit of each state moves at most.
/// </summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed class UnitwiseBound<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly ICellStep step;
    private readonly UnitwiseDomain<TNumber> domain;
    private readonly UnitwiseSignal<TNumber>[] sources;
    private readonly UnitwiseSignal<TNumber>[] results;

    /// <summary>Starts at the initial ranges, where nothing has moved.</summary>
    /// <param name="step">The step of the cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="kernels">What they do.</param>
    public UnitwiseBound(ICellStep step, IReadOnlyList<WeightSpec> weights, IUnitwiseKernels<TNumber> kernels)
    {
        this.step = step;
        domain = new(step.Widths, weights, kernels);
        results = new UnitwiseSignal<TNumber>[step.States.Count + 1];
        InputMoved = [.. step.Inputs.Select(i => new TNumber[step.Widths[i.Node]])];
        TNumber[][] Vectors() => [.. step.States.Select(s => new TNumber[step.Widths[s.Node]])];
        (Lower, Upper, Moved, NextLower, NextUpper, NextMoved) = (Vectors(), Vectors(), Vectors(), Vectors(), Vectors(), Vectors());
        sources = [.. step.Inputs.Select(Input), .. step.States.Select(Source)];

        UnitwiseSignal<TNumber> Input(InputFacts input, int k) =>
            domain[input.Node] = Constant(-kernels.InputBounds[k], kernels.InputBounds[k], InputMoved[k]);

        UnitwiseSignal<TNumber> Source(StateFacts state, int k)
        {
            Array.Fill(Lower[k], state.Min.In<TNumber>());
            Array.Fill(Upper[k], state.Max.In<TNumber>());
            return domain[state.Node] = state.IsInvariant
                ? Constant(Lower[k][0], Upper[k][0], Moved[k])
                : new(Lower[k], Upper[k], Moved[k]);
        }

        static UnitwiseSignal<TNumber> Constant(TNumber lower, TNumber upper, TNumber[] moved) =>
            new([.. Enumerable.Repeat(lower, moved.Length)], [.. Enumerable.Repeat(upper, moved.Length)], moved);
    }

    /// <summary>Lower ends of the previous states' ranges, state by state, unit by unit.</summary>
    public TNumber[][] Lower { get; }

    /// <summary>Upper ends.</summary>
    public TNumber[][] Upper { get; }

    /// <summary>How far each unit of each previous state moves at most.</summary>
    public TNumber[][] Moved { get; }

    /// <summary>How far each channel of each input moves at most.</summary>
    public TNumber[][] InputMoved { get; }

    /// <summary>Lets every input move by the size of its disturbance, where the common one is 1.</summary>
    public void MoveInputs()
    {
        for (int k = 0; k < InputMoved.Length; k++)
        {
            Array.Fill(InputMoved[k], step.Inputs[k].Scale);
        }
    }

    /// <summary>How far each unit of the output moves at most, after <see cref="Forward"/>.</summary>
    public TNumber[] OutputMoved => results[^1].Moved;

    /// <summary>Lower ends of the new states' ranges.</summary>
    public TNumber[][] NextLower { get; }

    /// <summary>Upper ends.</summary>
    public TNumber[][] NextUpper { get; }

    /// <summary>How far each unit of each new state moves at most.</summary>
    public TNumber[][] NextMoved { get; }

    /// <summary>One step, from the previous states to the next: the outer ends, where numbers are enclosures. An invariant range stays what
    /// it is.</summary>
    public void Forward()
    {
        ForwardRanges(UnitwiseStages.All);
        TakeMovements();
    }

    /// <summary>The same of the ranges alone.</summary>
    public void ForwardRanges() => ForwardRanges(UnitwiseStages.Ranges);

    /// <summary>The same of the movements alone, at the ranges that were last evaluated.</summary>
    public void ForwardMovements()
    {
        domain.Run(step, sources, results, UnitwiseStages.Movements);
        TakeMovements();
    }

    private void ForwardRanges(UnitwiseStages stages)
    {
        domain.Run(step, sources, results, stages);
        for (int state = 0; state < Lower.Length; state++)
        {
            UnitwiseSignal<TNumber> range = step.States[state].IsInvariant ? sources[step.Inputs.Count + state] : results[state];
            for (int unit = 0; unit < Lower[state].Length; unit++)
            {
                NextLower[state][unit] = TNumber.LowerEnd(range.Lower[unit]);
                NextUpper[state][unit] = TNumber.UpperEnd(range.Upper[unit]);
            }
        }
    }

    private void TakeMovements()
    {
        for (int state = 0; state < Moved.Length; state++)
        {
            for (int unit = 0; unit < Moved[state].Length; unit++)
            {
                NextMoved[state][unit] = TNumber.UpperEnd(results[state].Moved[unit]);
            }
        }
    }

    /// <summary>Range of a signal, unit by unit, after <see cref="Forward"/>.</summary>
    public (TNumber[] Lower, TNumber[] Upper) Signal(int signal) => (domain[signal].Lower, domain[signal].Upper);

    /// <summary>How far each unit of a signal moves at most, after <see cref="Forward"/>.</summary>
    public TNumber[] MovedOf(int signal) => domain[signal].Moved;
}
