using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>Blends, and activations of gated sums.</summary>
internal sealed partial class UnitwiseDomain<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <inheritdoc/>
    public UnitwiseSignal<TNumber> Blend(
        int node,
        UnitwiseSignal<TNumber> z,
        UnitwiseSignal<TNumber> a,
        UnitwiseSignal<TNumber> b,
        bool isGate
    )
    {
        UnitwiseSignal<TNumber> own = signals[node] ??= new(widths[node]) { Moves = z.Moves || a.Moves || b.Moves };
        TiedSignal<TNumber>? tie = isGate && (a.Moves || b.Moves) && z.Tie is { Argument.Moves: true } tied ? tied : null;
        for (int unit = 0; unit < own.Lower.Length; unit++)
        {
            (TNumber alpha, TNumber beta) = (a.Moved[unit], b.Moved[unit]);
            (TNumber otherLower, TNumber otherUpper) = z.Complement(unit);
            (TNumber al, TNumber ah, TNumber bl, TNumber bh) = (a.Lower[unit], a.Upper[unit], b.Lower[unit], b.Upper[unit]);
            TNumber lower = TNumber.Min(AtLower(al, bl), AtUpper(al, bl));
            TNumber upper = TNumber.Max(AtLower(ah, bh), AtUpper(ah, bh));
            TNumber mixed =
                a.Moves && b.Moves
                    ? TNumber.Max(AtUpper(alpha, beta), AtLower(alpha, beta))
                    : (z.Upper[unit] * alpha) + (otherUpper * beta);
            if (!isGate && !IsInUnitInterval(z, unit))
            {
                (lower, upper, mixed) = AsProduct(z, a, b, unit);
            }

            TNumber gap = TNumber.Max(ah - bl, bh - al);
            TNumber moved = (gap * z.Moved[unit]) + mixed;
            own.Lower[unit] = lower;
            own.Upper[unit] = upper;
            own.Moved[unit] = tie is { } t
                ? TNumber.Min(moved, TightRules.Blend(t, unit, alpha, beta, gap * t.Argument.Moved[unit]))
                : moved;

            TNumber AtLower(TNumber ofA, TNumber ofB) => (z.Lower[unit] * ofA) + (otherUpper * ofB);

            TNumber AtUpper(TNumber ofA, TNumber ofB) => (z.Upper[unit] * ofA) + (otherLower * ofB);
        }

        return own;
    }

    private static bool IsInUnitInterval(UnitwiseSignal<TNumber> z, int unit) =>
        !(TNumber.LowerEnd(z.Lower[unit]) < 0) && !(TNumber.UpperEnd(z.Upper[unit]) > 1);

    /// <summary>b + z∘(a - b) without a gate in [0, 1].</summary>
    private static (TNumber Lower, TNumber Upper, TNumber Mixed) AsProduct(
        UnitwiseSignal<TNumber> z,
        UnitwiseSignal<TNumber> a,
        UnitwiseSignal<TNumber> b,
        int unit
    )
    {
        (TNumber zl, TNumber zh) = (z.Lower[unit], z.Upper[unit]);
        TNumber below = a.Lower[unit] - b.Upper[unit];
        TNumber above = a.Upper[unit] - b.Lower[unit];
        TNumber lowest = TNumber.Min(TNumber.Min(zl * below, zl * above), TNumber.Min(zh * below, zh * above));
        TNumber highest = TNumber.Max(TNumber.Max(zl * below, zl * above), TNumber.Max(zh * below, zh * above));
        TNumber mixed = b.Moved[unit] + (TNumber.Max(-zl, zh) * (a.Moved[unit] + b.Moved[unit]));
        return (b.Lower[unit] + lowest, b.Upper[unit] + highest, mixed);
    }

    /// <summary>
    /// φ of a sum p = u∘v + R with a logistic gate u: what the gate's own movement ζ adds, φ'(p)|v|u(1-u) ζ, is at most (1 - u_lo)(κ +
    /// slope·|R|) ζ with κ = max |p|φ'(p), since |u v| ≤ |p| + |R|. The smaller of this and the plain slope·movement, for each gated term
    /// of p.
    /// </summary>
    private static TNumber GatedArgument(UnitwiseSignal<TNumber> p, int unit, TNumber slope, TNumber product, TNumber plain)
    {
        if (p.Sum is null)
        {
            return p.Factors is { } whole ? Gated(p, p, 1, whole, unit, slope, product, plain) : plain;
        }

        if (p.Sum.HasWeights)
        {
            return plain;
        }

        foreach ((UnitwiseSignal<TNumber> signal, Constant coefficient) in p.Sum.Scaled)
        {
            plain = signal.Factors is { } factors ? Gated(p, signal, coefficient, factors, unit, slope, product, plain) : plain;
        }

        return plain;
    }

    private static TNumber Gated(
        UnitwiseSignal<TNumber> p,
        UnitwiseSignal<TNumber> term,
        Constant coefficient,
        (UnitwiseSignal<TNumber> U, UnitwiseSignal<TNumber> V) factors,
        int unit,
        TNumber slope,
        TNumber product,
        TNumber plain
    )
    {
        (TNumber lower, TNumber upper, TNumber moved) = Rest(p, term, unit);
        TNumber most = product + (slope * TNumber.Max(-lower, upper));
        TNumber size = TNumber.Abs(coefficient.In<TNumber>());
        return TNumber.Min(ByGate(factors.U, factors.V), TNumber.Min(ByGate(factors.V, factors.U), plain));

        TNumber ByGate(UnitwiseSignal<TNumber> u, UnitwiseSignal<TNumber> v) =>
            u.Tie is { IsPlain: true, Min: 0, Max: 1, Argument.Moves: true } tie
                ? (slope * ((size * (u.Magnitude(unit) * v.Moved[unit])) + moved))
                    + (u.Complement(unit).Upper * most * tie.Argument.Moved[unit])
                : plain;
    }

    /// <summary>Range and movement of a sum without one of its terms.</summary>
    private static (TNumber Lower, TNumber Upper, TNumber Moved) Rest(UnitwiseSignal<TNumber> p, UnitwiseSignal<TNumber> term, int unit)
    {
        TNumber lower = p.Sum is { HasConstant: true } sum ? sum.Constant.In<TNumber>() : 0;
        (TNumber upper, TNumber moved) = (lower, 0);
        foreach ((UnitwiseSignal<TNumber> signal, Constant coefficient) in p.Sum?.Scaled ?? [])
        {
            if (signal != term)
            {
                TNumber c = coefficient.In<TNumber>();
                (TNumber low, TNumber high) = (c * signal.Lower[unit], c * signal.Upper[unit]);
                lower += TNumber.Min(low, high);
                upper += TNumber.Max(low, high);
                moved += TNumber.Abs(c) * signal.Moved[unit];
            }
        }

        return (lower, upper, moved);
    }
}
