using System;
using System.Collections.Generic;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>
/// The bound for every unit by itself, by the tight rules under peak perturbations: ranges, and how far each unit moves at most. Matrices
/// act entry by entry, |W|, instead of by a norm. Memory is kept per signal and reserved by the first step.
/// </summary>
/// <param name="widths">Width of every signal.</param>
/// <param name="weights">The cell's weights.</param>
/// <param name="kernels">What weights do.</param>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed partial class UnitwiseDomain<TNumber>(
    IReadOnlyList<int> widths,
    IReadOnlyList<WeightSpec> weights,
    IUnitwiseKernels<TNumber> kernels
) : IStepDomain<UnitwiseSignal<TNumber>>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly UnitwiseSignal<TNumber>?[] signals = new UnitwiseSignal<TNumber>?[widths.Count];
    private UnitwiseStages stages;

    /// <summary>A signal as of the last step.</summary>
    public UnitwiseSignal<TNumber> this[int node]
    {
        get => signals[node]!;
        set => signals[node] = value;
    }

    /// <summary>Evaluates a step, or one stage of it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sources">Inputs, then states.</param>
    /// <param name="results">New states, then the output.</param>
    /// <param name="which">What is evaluated.</param>
    public void Run(ICellStep step, UnitwiseSignal<TNumber>[] sources, UnitwiseSignal<TNumber>[] results, UnitwiseStages which)
    {
        stages = which;
        foreach (UnitwiseSignal<TNumber> source in sources)
        {
            Units(UnitwiseStages.Ranges, source);
        }

        step.Run<UnitwiseDomain<TNumber>, UnitwiseSignal<TNumber>>(this, sources, results);
    }

    /// <summary>How many units of a signal the stage is to be evaluated of: all or none. What followed from a range that is evaluated anew
    /// is forgotten.</summary>
    private int Units(UnitwiseStages stage, UnitwiseSignal<TNumber> signal)
    {
        if ((stages & stage) == 0)
        {
            return 0;
        }

        if (stage == UnitwiseStages.Ranges)
        {
            signal.Forget();
        }

        return signal.Lower.Length;
    }

    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Sum(int node, ReadOnlySpan<Term<UnitwiseSignal<TNumber>>> terms)
    {
        if (signals[node] is not { } own)
        {
            var sum = new UnitwiseSum<TNumber>(terms, weights, widths[node]);
            own = signals[node] = new(widths[node]) { Sum = sum, Moves = sum.Moves };
        }

        if (Units(UnitwiseStages.Ranges, own) > 0)
        {
            own.Sum!.EvaluateRange(own, kernels);
        }

        if (Units(UnitwiseStages.Movements, own) > 0)
        {
            own.Sum!.EvaluateMovement(own, kernels);
        }

        return own;
    }

    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Product(int node, UnitwiseSignal<TNumber> u, UnitwiseSignal<TNumber> v)
    {
        UnitwiseSignal<TNumber> own = signals[node] ??= new(widths[node]) { Factors = (u, v), Moves = u.Moves || v.Moves };
        for (int unit = 0, units = Units(UnitwiseStages.Ranges, own); unit < units; unit++)
        {
            (own.Lower[unit], own.Upper[unit]) = Product((u.Lower[unit], u.Upper[unit]), (v.Lower[unit], v.Upper[unit]));
        }

        TiedSignal<TNumber>? left = TieOfFactor(u, v);
        TiedSignal<TNumber>? right = TieOfFactor(v, u);
        for (int unit = 0, units = Units(UnitwiseStages.Movements, own); unit < units; unit++)
        {
            (TNumber ofU, TNumber ofV) = (u.Magnitude(unit), v.Magnitude(unit));
            TNumber moved = (ofV * u.Moved[unit]) + (ofU * v.Moved[unit]);
            moved = left is { } l ? TNumber.Min(moved, Tied(l, unit, v.Moved[unit], ofV)) : moved;
            own.Moved[unit] = right is { } r ? TNumber.Min(moved, Tied(r, unit, u.Moved[unit], ofU)) : moved;
        }

        return own;
    }

    /// <summary>The range of the products of two ranges.</summary>
    public static (TNumber Lower, TNumber Upper) Product((TNumber Lower, TNumber Upper) u, (TNumber Lower, TNumber Upper) v)
    {
        (TNumber ll, TNumber lh) = (u.Lower * v.Lower, u.Lower * v.Upper);
        (TNumber hl, TNumber hh) = (u.Upper * v.Lower, u.Upper * v.Upper);
        return (TNumber.Min(TNumber.Min(ll, lh), TNumber.Min(hl, hh)), TNumber.Max(TNumber.Max(ll, lh), TNumber.Max(hl, hh)));
    }

    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Apply<TActivation>(int node, UnitwiseSignal<TNumber> v)
        where TActivation : IActivation
    {
        ActivationFacts facts = TActivation.Facts;
        UnitwiseSignal<TNumber> own = signals[node] ??= new(widths[node])
        {
            Activation = (facts, v),
            Moves = v.Moves,
            AboveMin = facts.HasAboveMin ? static (u, value) => TActivation.AboveMin(u, value) : null,
            BelowMax = facts.HasBelowMax ? static (u, value) => TActivation.BelowMax(u, value) : null,
            LargestSlope = LargestSlopes<TActivation>(v),
            Slopes = static (lower, upper) => SlopeRange<TActivation>.Of(lower, upper),
        };
        for (int unit = 0, units = Units(UnitwiseStages.Ranges, own); unit < units; unit++)
        {
            (own.Lower[unit], own.Upper[unit]) = Range<TActivation>(facts, v.Lower[unit], v.Upper[unit]);
        }

        for (int unit = 0, units = Units(UnitwiseStages.Movements, own); unit < units; unit++)
        {
            TNumber slope = own.LargestSlope![unit];
            own.Moved[unit] = slope * v.Moved[unit];
            if (facts is { SlopeFallsFromZero: true, SlopeTimesArgument: { } product })
            {
                own.Moved[unit] = GatedArgument(v, unit, slope, product.In<TNumber>(), own.Moved[unit]);
            }
        }

        return own;
    }

    private static Kept<TNumber> LargestSlopes<TActivation>(UnitwiseSignal<TNumber> argument)
        where TActivation : IActivation
    {
        return new(argument.Lower.Length, Of);

        TNumber Of(int unit) =>
            TActivation.Facts.SlopeFallsFromZero
                ? TActivation.Slope(TNumber.Max(argument.Lower[unit], TNumber.Min(argument.Upper[unit], 0)))
                : TActivation.Facts.Lipschitz.In<TNumber>();
    }

    /// <summary>The values of φ on [lo, hi].</summary>
    private static (TNumber Lower, TNumber Upper) Range<TActivation>(ActivationFacts facts, TNumber lo, TNumber hi)
        where TActivation : IActivation
    {
        TNumber least;
        TNumber most;
        if (facts is { IsMonotone: true, IsOpaque: false })
        {
            // Where a formula is undefined its end is infinite, until the declared range cuts it.
            (least, most) = facts.IsDefinedAtInfinity
                ? (TActivation.Value(lo), TActivation.Value(hi))
                : (
                    TNumber.LowerEnd(TActivation.Value(TNumber.WhereFinite(lo))),
                    TNumber.UpperEnd(TActivation.Value(TNumber.WhereFinite(hi)))
                );
        }
        else if (facts is { IsOpaque: true, AtZero: null })
        {
            return (facts.Min!.Value.In<TNumber>(), facts.Max!.Value.In<TNumber>());
        }
        else
        {
            TNumber atZero = facts.IsOpaque ? facts.AtZero!.Value.In<TNumber>() : TActivation.Value<TNumber>(0);
            TNumber reach = facts.Lipschitz.In<TNumber>() * TNumber.Max(-lo, hi);
            (least, most) = (atZero - reach, atZero + reach);
        }

        least = facts.Min is { } min ? TNumber.Max(least, min.In<TNumber>()) : least;
        return (least, facts.Max is { } max ? TNumber.Min(most, max.In<TNumber>()) : most);
    }

    private static TiedSignal<TNumber>? TieOfFactor(UnitwiseSignal<TNumber> factor, UnitwiseSignal<TNumber> other) =>
        other.Moves && factor.Tie is { IsPlain: true, Argument.Moves: true } tie ? tie : null;

    private static TNumber Tied(in TiedSignal<TNumber> tie, int unit, TNumber moved, TNumber magnitude) =>
        TightRules.Product(tie, unit, moved, magnitude * tie.Argument.Moved[unit]);
}
