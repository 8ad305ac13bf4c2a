using RegularizerGen.Numbers;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>A signal offset + factor·t, where t is an activation whose slope is known by its value: t' = (t - min)(max - t) pre'.</summary>
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

    /// <summary>Lower end of the values of t.</summary>
    public double Min => Facts.Min!.Value.Value;

    /// <summary>Upper end of the values of t.</summary>
    public double Max => Facts.Max!.Value.Value;

    /// <summary>The argument of t.</summary>
    public UnitwiseSignal<TNumber> Argument => Signal.Activation!.Value.Argument;

    /// <summary>A signal as a tied one; null where it is none.</summary>
    public static TiedSignal<TNumber>? Of(UnitwiseSignal<TNumber> signal)
    {
        (Constant offset, Constant factor, UnitwiseSignal<TNumber> t) = signal.Sum?.Linear ?? (0, 1, signal);
        return factor.Value > 0 && t.Activation is { Facts.IsLogistic: true } ? new TiedSignal<TNumber>(t, offset, factor) : null;
    }
}
