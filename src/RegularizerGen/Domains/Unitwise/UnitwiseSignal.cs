using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>What the bound unit by unit keeps of a signal: per unit its range, and how far it moves at most; and, for the tight rules, what
/// it is made of.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed class UnitwiseSignal<TNumber>
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    private readonly Kept<(TNumber Lower, TNumber Upper)> above;
    private readonly Kept<(TNumber Lower, TNumber Upper)> below;
    private readonly Kept<(TNumber Lower, TNumber Upper)> complement;
    private (bool IsKnown, TiedSignal<TNumber>? Value) tie;

    public UnitwiseSignal(int width)
        : this(new TNumber[width], new TNumber[width], new TNumber[width]) { }

    public UnitwiseSignal(TNumber[] lower, TNumber[] upper, TNumber[] moved)
    {
        (Lower, Upper, Moved) = (lower, upper, moved);
        above = new(lower.Length, AboveOf);
        below = new(lower.Length, BelowOf);
        complement = new(lower.Length, ComplementOf);
    }

    /// <summary>Lower ends.</summary>
    public TNumber[] Lower { get; }

    /// <summary>Upper ends.</summary>
    public TNumber[] Upper { get; }

    /// <summary>How far each unit moves at most.</summary>
    public TNumber[] Moved { get; }

    /// <summary>Whether the signal depends on the input or a previous state at all.</summary>
    public bool Moves { get; init; } = true;

    /// <summary>Of an activation: what is known of the function, and its argument.</summary>
    public (ActivationFacts Facts, UnitwiseSignal<TNumber> Argument)? Activation { get; init; }

    /// <summary>Of an activation: v - min at a point of the argument, given v, where the function has a form of its own for it.</summary>
    public Func<TNumber, TNumber, TNumber>? AboveMin { get; init; }

    /// <summary>Of an activation: max - v at a point of the argument, given v, where the function has a form of its own for it.</summary>
    public Func<TNumber, TNumber, TNumber>? BelowMax { get; init; }

    /// <summary>Of an activation: its largest slope on the range of its argument.</summary>
    public Kept<TNumber>? LargestSlope { get; init; }

    /// <summary>Of an activation: the range of its slopes on one of its argument.</summary>
    public Func<TNumber, TNumber, (TNumber Lower, TNumber Upper)>? Slopes { get; init; }

    /// <summary>Of a product: its factors.</summary>
    public (UnitwiseSignal<TNumber> U, UnitwiseSignal<TNumber> V)? Factors { get; init; }

    /// <summary>Of a sum: its terms, sorted by what they do.</summary>
    public UnitwiseSum<TNumber>? Sum { get; init; }

    /// <summary>The signal as one that is tied to its own slope; null where it is none.</summary>
    public TiedSignal<TNumber>? Tie
    {
        get
        {
            tie = tie.IsKnown ? tie : (true, TiedSignal<TNumber>.Of(this));
            return tie.Value;
        }
    }

    /// <summary>Largest |v| of a unit.</summary>
    public TNumber Magnitude(int unit) => TNumber.Max(-Lower[unit], Upper[unit]);

    /// <summary>Range of 1 - v.</summary>
    public (TNumber Lower, TNumber Upper) Complement(int unit) => complement[unit];

    /// <summary>Range of v - min, which rises with the argument.</summary>
    public (TNumber Lower, TNumber Upper) Above(int unit) => above[unit];

    /// <summary>Range of max - v, which falls.</summary>
    public (TNumber Lower, TNumber Upper) Below(int unit) => below[unit];

    /// <summary>To be called when the range has changed.</summary>
    public void Forget()
    {
        above.Forget();
        below.Forget();
        complement.Forget();
        LargestSlope?.Forget();
    }

    /// <summary>
    /// Range of constant + factor·v. Where the constant cancels an end of the function's values (1 - σ(p), 1 + tanh(p)) the difference has
    /// a form of its own: 1 - σ(40) is 0 in floating point and 4e-18 in truth.
    /// </summary>
    public (TNumber Lower, TNumber Upper) Linear(Constant constant, Constant factor, int unit)
    {
        if (BelowMax is not null && constant.Value + (factor.Value * Activation!.Value.Facts.Max!.Value.Value) == 0)
        {
            return Shifted(
                Scaled(Below(unit), new(-factor.Value, factor.IsExact)),
                constant,
                factor,
                Activation!.Value.Facts.Max!.Value.Value
            );
        }

        if (AboveMin is not null && constant.Value + (factor.Value * Activation!.Value.Facts.Min!.Value.Value) == 0)
        {
            return Shifted(Scaled(Above(unit), factor), constant, factor, Activation!.Value.Facts.Min!.Value.Value);
        }

        (TNumber low, TNumber high) = Scaled((Lower[unit], Upper[unit]), factor);
        TNumber c = constant.In<TNumber>();
        return constant == 0 ? (low, high) : (c + low, c + high);
    }

    private (TNumber Lower, TNumber Upper) ComplementOf(int unit)
    {
        (Constant constant, Constant factor, UnitwiseSignal<TNumber> signal) = Sum?.Linear ?? (0, 1, this);
        double rest = 1 - constant.Value;
        double part = rest - 1;
        bool isExact = constant.IsExact && (1 - (rest - part)) + (-constant.Value - part) == 0; // no error of the sum (Knuth)
        return signal.Linear(new(rest, isExact), new(-factor.Value, factor.IsExact), unit);
    }

    private (TNumber Lower, TNumber Upper) AboveOf(int unit) =>
        (AboveMin!(Activation!.Value.Argument.Lower[unit], Lower[unit]), AboveMin(Activation.Value.Argument.Upper[unit], Upper[unit]));

    private (TNumber Lower, TNumber Upper) BelowOf(int unit) =>
        (BelowMax!(Activation!.Value.Argument.Upper[unit], Upper[unit]), BelowMax(Activation.Value.Argument.Lower[unit], Lower[unit]));

    /// <summary>
    /// A range plus constant + factor·end: 0 where both are exact, else their rounding; without a product by -1, which enclosures widen.
    /// </summary>
    private static (TNumber Lower, TNumber Upper) Shifted(
        (TNumber Lower, TNumber Upper) range,
        Constant constant,
        Constant factor,
        double end
    )
    {
        if (constant.IsExact && factor.IsExact)
        {
            return range;
        }

        TNumber product = factor.In<TNumber>() * Math.Abs(end);
        TNumber rest = end < 0 ? constant.In<TNumber>() - product : constant.In<TNumber>() + product;
        return (rest + range.Lower, rest + range.Upper);
    }

    private static (TNumber Lower, TNumber Upper) Scaled((TNumber Lower, TNumber Upper) range, Constant factor)
    {
        TNumber c = factor.In<TNumber>();
        return factor.Value >= 0 ? (c * range.Lower, c * range.Upper) : (c * range.Upper, c * range.Lower);
    }
}
