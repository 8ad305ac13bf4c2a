using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>What the bound unit by unit keeps of a signal: per unit its range, and how far it moves at most; and, for the tight rules, what it is made of.</summary>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal sealed class UnitwiseSignal<TNumber>(TNumber[] lower, TNumber[] upper, TNumber[] moved)
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    public UnitwiseSignal(int width)
        : this(new TNumber[width], new TNumber[width], new TNumber[width])
    {
    }

    private (bool IsKnown, TiedSignal<TNumber>? Value) tie;

    /// <summary>Lower ends.</summary>
    public TNumber[] Lower { get; } = lower;

    /// <summary>Upper ends.</summary>
    public TNumber[] Upper { get; } = upper;

    /// <summary>How far each unit moves at most.</summary>
    public TNumber[] Moved { get; } = moved;

    /// <summary>Whether the signal depends on the input or a previous state at all.</summary>
    public bool Moves { get; init; } = true;

    /// <summary>Of an activation: what is known of the function, and its argument.</summary>
    public (ActivationFacts Facts, UnitwiseSignal<TNumber> Argument)? Activation { get; init; }

    /// <summary>1 - v at a point of the argument, for a logistic function, where the difference would lose all its digits.</summary>
    public Func<TNumber, TNumber>? Complement { get; init; }

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

    /// <summary>1 - v at the lower end of a unit's range.</summary>
    public TNumber AboveLower(int unit) => Complement is { } complement ? complement(Activation!.Value.Argument.Lower[unit]) : 1 - Lower[unit];

    /// <summary>1 - v at the upper end of a unit's range.</summary>
    public TNumber AboveUpper(int unit) => Complement is { } complement ? complement(Activation!.Value.Argument.Upper[unit]) : 1 - Upper[unit];
}
