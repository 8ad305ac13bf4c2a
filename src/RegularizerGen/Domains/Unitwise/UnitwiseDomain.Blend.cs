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
        for (int unit = 0, units = Units(UnitwiseStages.Ranges, own); unit < units; unit++)
        {
            (own.Lower[unit], own.Upper[unit]) =
                isGate || IsInUnitInterval(z, unit) ? RangeOfBlend(z, a, b, unit) : RangeAsProduct(z, a, b, unit);
        }

        TiedSignal<TNumber>? tie = isGate && (a.Moves || b.Moves) && z.Tie is { Argument.Moves: true } tied ? tied : null;
        for (int unit = 0, units = Units(UnitwiseStages.Movements, own); unit < units; unit++)
        {
            TNumber mixed = isGate || IsInUnitInterval(z, unit) ? Mixed(z, a, b, unit) : MixedAsProduct(z, a, b, unit);
            TNumber gap = TNumber.Max(a.Upper[unit] - b.Lower[unit], b.Upper[unit] - a.Lower[unit]);
            TNumber moved = (gap * z.Moved[unit]) + mixed;
            own.Moved[unit] = tie is { } t
                ? TNumber.Min(moved, TightRules.Blend(t, unit, a.Moved[unit], b.Moved[unit], gap * t.Argument.Moved[unit]))
                : moved;
        }

        return own;
    }

    private static (TNumber Lower, TNumber Upper) RangeOfBlend(
        UnitwiseSignal<TNumber> z,
        UnitwiseSignal<TNumber> a,
        UnitwiseSignal<TNumber> b,
        int unit
    )
    {
        (TNumber al, TNumber ah, TNumber bl, TNumber bh) = (a.Lower[unit], a.Upper[unit], b.Lower[unit], b.Upper[unit]);
        return (
            TNumber.Min(AtLower(z, al, bl, unit), AtUpper(z, al, bl, unit)),
            TNumber.Max(AtLower(z, ah, bh, unit), AtUpper(z, ah, bh, unit))
        );
    }

    /// <summary>What the movements of a and b make of the blend, at any z of the gate's range.</summary>
    private static TNumber Mixed(UnitwiseSignal<TNumber> z, UnitwiseSignal<TNumber> a, UnitwiseSignal<TNumber> b, int unit)
    {
        (TNumber alpha, TNumber beta) = (a.Moved[unit], b.Moved[unit]);
        return a.Moves && b.Moves
            ? TNumber.Max(AtUpper(z, alpha, beta, unit), AtLower(z, alpha, beta, unit))
            : (z.Upper[unit] * alpha) + (z.Complement(unit).Upper * beta);
    }

    /// <summary>z a + (1 - z) b at the lower end of z.</summary>
    private static TNumber AtLower(UnitwiseSignal<TNumber> z, TNumber a, TNumber b, int unit) =>
        (z.Lower[unit] * a) + (z.Complement(unit).Upper * b);

    /// <summary>z a + (1 - z) b at the upper end of z.</summary>
    private static TNumber AtUpper(UnitwiseSignal<TNumber> z, TNumber a, TNumber b, int unit) =>
        (z.Upper[unit] * a) + (z.Complement(unit).Lower * b);

    private static bool IsInUnitInterval(UnitwiseSignal<TNumber> z, int unit) =>
        !(TNumber.LowerEnd(z.Lower[unit]) < 0) && !(TNumber.UpperEnd(z.Upper[unit]) > 1);

    /// <summary>b + z∘(a - b) without a gate in [0, 1].</summary>
    private static (TNumber Lower, TNumber Upper) RangeAsProduct(
        UnitwiseSignal<TNumber> z,
        UnitwiseSignal<TNumber> a,
        UnitwiseSignal<TNumber> b,
        int unit
    )
    {
        (TNumber lowest, TNumber highest) = Product(
            (z.Lower[unit], z.Upper[unit]),
            (a.Lower[unit] - b.Upper[unit], a.Upper[unit] - b.Lower[unit])
        );
        return (b.Lower[unit] + lowest, b.Upper[unit] + highest);
    }

    private static TNumber MixedAsProduct(UnitwiseSignal<TNumber> z, UnitwiseSignal<TNumber> a, UnitwiseSignal<TNumber> b, int unit) =>
        b.Moved[unit] + (TNumber.Max(-z.Lower[unit], z.Upper[unit]) * (a.Moved[unit] + b.Moved[unit]));

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
