using System;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>What follows from the range of a signal, unit by unit: computed for all units when one is first asked for, and again once it
/// was forgotten.</summary>
/// <param name="width">Number of units.</param>
/// <param name="of">What follows, for one unit.</param>
/// <typeparam name="TValue">What is kept per unit.</typeparam>
internal sealed class Kept<TValue>(int width, Func<int, TValue> of)
{
    private readonly TValue[] values = new TValue[width];
    private bool isKnown;

    /// <summary>That of one unit.</summary>
    public TValue this[int unit] => (isKnown ? values : Computed())[unit];

    /// <summary>To be called when the range has changed.</summary>
    public void Forget() => isKnown = false;

    private TValue[] Computed()
    {
        for (int unit = 0; unit < values.Length; unit++)
        {
            values[unit] = of(unit);
        }

        isKnown = true;
        return values;
    }
}
