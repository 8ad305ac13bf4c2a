using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>A signal offset + factor·t, where t is an activation whose slope is known by its value: t' = (constant + linear·t - t²) pre'.</summary>
/// <param name="Signal">t.</param>
/// <param name="Offset">Constant part.</param>
/// <param name="Factor">Factor greater than 0.</param>
/// <typeparam name="TNumber">The numbers of the bound.</typeparam>
internal readonly record struct TiedSignal<TNumber>(UnitwiseSignal<TNumber> Signal, Constant Offset, Constant Factor)
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Whether the signal is t itself.</summary>
    public bool IsPlain => Offset == 0 && Factor == 1;

    /// <summary>The facts of t.</summary>
    public ActivationFacts Facts => Signal.Activation!.Value.Facts;

    /// <summary>Whether t is the logistic function.</summary>
    public bool IsLogistic => Facts.SlopeByValue == (0, 1);

    /// <summary>The argument of t.</summary>
    public UnitwiseSignal<TNumber> Argument => Signal.Activation!.Value.Argument;

    /// <summary>Constant and linear part of the slope.</summary>
    public (TNumber Constant, TNumber Linear) Slope => (Facts.SlopeByValue!.Value.Constant.In<TNumber>(), Facts.SlopeByValue.Value.Linear.In<TNumber>());

    /// <summary>Ends of |t| for a unit.</summary>
    public (TNumber Least, TNumber Most) Size(int unit)
    {
        TNumber low = Signal.Lower[unit];
        bool isNonNegative = Facts.Min is { Value: >= 0 };
        return (isNonNegative ? low : TNumber.Max(TNumber.Max(low, -Signal.Upper[unit]), 0), Signal.Magnitude(unit));
    }

    /// <summary>A signal as a tied one; null where it is none.</summary>
    public static TiedSignal<TNumber>? Of(UnitwiseSignal<TNumber> signal)
    {
        (Constant offset, Constant factor) = (0, 1);
        if (signal.Sum is { } sum)
        {
            if (sum.HasWeights || sum.Scaled is not [{ Coefficient.Value: > 0 } only])
            {
                return null;
            }

            (signal, factor, offset) = (only.Signal, only.Coefficient, sum.HasConstant ? sum.Constant : 0);
        }

        return signal.Activation is { Facts.SlopeByValue: not null } ? new TiedSignal<TNumber>(signal, offset, factor) : null;
    }
}
