using System;
using RegularizerGen.Numbers;
using RegularizerGen.Sets.Relaxations;

namespace RegularizerGen.Domains.Unitwise;

/// <summary>
/// The range of an activation's slopes on a range of its argument, in numbers that have derivatives: where its ends are slopes at ends of
/// the argument, or the slope at 0 of a function whose slope falls from there. Where an extreme lies elsewhere, that end is the one of all
/// slopes, which does not depend on the argument.
/// </summary>
internal static class SlopeRange<TActivation>
    where TActivation : IActivation
{
    private const double Near = 1e-9;

    /// <summary>Least and largest slope.</summary>
    public static (TNumber Lower, TNumber Upper) Of<TNumber>(TNumber lower, TNumber upper)
        where TNumber : unmanaged, IBoundNumber<TNumber>
    {
        ActivationFacts facts = TActivation.Facts;
        TNumber most = facts.Lipschitz.In<TNumber>();
        TNumber least = facts.IsMonotone ? 0 : -most;
        if (facts.IsOpaque)
        {
            return (least, most);
        }

        (TNumber atLower, TNumber atUpper) = (TActivation.Slope(lower), TActivation.Slope(upper));
        if (facts.SlopeFallsFromZero)
        {
            return (Known(TNumber.Min(atLower, atUpper), least), Known(TActivation.Slope(TNumber.Max(lower, TNumber.Min(upper, 0))), most));
        }

        Enclosure all = Curve<TActivation>.Slopes(TNumber.ToDouble(lower), TNumber.ToDouble(upper));
        (TNumber low, TNumber high) = (TNumber.Min(atLower, atUpper), TNumber.Max(atLower, atUpper));
        return (IsNear(low, all.Lower) ? low : least, IsNear(high, all.Upper) ? high : most);
    }

    /// <summary>What is no number says nothing.</summary>
    private static TNumber Known<TNumber>(TNumber slope, TNumber otherwise)
        where TNumber : unmanaged, IBoundNumber<TNumber> => TNumber.IsFinite(slope) ? slope : otherwise;

    private static bool IsNear<TNumber>(TNumber slope, double end)
        where TNumber : unmanaged, IBoundNumber<TNumber> => Math.Abs(TNumber.ToDouble(slope) - end) <= Near;
}
