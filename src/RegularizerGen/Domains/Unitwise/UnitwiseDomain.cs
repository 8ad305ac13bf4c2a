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

    /// <summary>A signal as of the last step.</summary>
    public UnitwiseSignal<TNumber> this[int node]
    {
        get => signals[node]!;
        set => signals[node] = value;
    }

    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Sum(int node, ReadOnlySpan<Term<UnitwiseSignal<TNumber>>> terms)
    {
        if (signals[node] is not { } own)
        {
            var sum = new UnitwiseSum<TNumber>(terms, weights, widths[node]);
            own = signals[node] = new(widths[node]) { Sum = sum, Moves = sum.Moves };
        }

        own.Sum!.Evaluate(own, kernels);
        return own;
    }

    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Product(int node, UnitwiseSignal<TNumber> u, UnitwiseSignal<TNumber> v)
    {
        UnitwiseSignal<TNumber> own = signals[node] ??= new(widths[node]) { Factors = (u, v), Moves = u.Moves || v.Moves };
        TiedSignal<TNumber>? left = TieOfFactor(u, v);
        TiedSignal<TNumber>? right = TieOfFactor(v, u);
        for (int unit = 0; unit < own.Lower.Length; unit++)
        {
            (own.Lower[unit], own.Upper[unit]) = Product((u.Lower[unit], u.Upper[unit]), (v.Lower[unit], v.Upper[unit]));
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
            Slopes = static (lower, upper) => SlopeRange<TActivation>.Of(lower, upper),
        };
        for (int unit = 0; unit < own.Lower.Length; unit++)
        {
            (own.Lower[unit], own.Upper[unit]) = Range<TActivation>(facts, v.Lower[unit], v.Upper[unit]);
            TNumber slope = facts.SlopeFallsFromZero
                ? TActivation.Slope(TNumber.Max(v.Lower[unit], TNumber.Min(v.Upper[unit], 0)))
                : facts.Lipschitz.In<TNumber>();
            own.Moved[unit] = slope * v.Moved[unit];
            if (facts is { SlopeFallsFromZero: true, SlopeTimesArgument: { } product })
            {
                own.Moved[unit] = GatedArgument(v, unit, slope, product.In<TNumber>(), own.Moved[unit]);
            }
        }

        return own;
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
