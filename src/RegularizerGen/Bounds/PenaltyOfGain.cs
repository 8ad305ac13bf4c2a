using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Bounds;

/// <summary>The penalty λτ²·ln(1 + gain²/τ²) and its derivative with respect to the gain; λ·gain² for infinite τ.</summary>
internal sealed class PenaltyOfGain<TNumber>(TikhonovOptions options)
    where TNumber : unmanaged, IBoundNumber<TNumber>
{
    /// <summary>Its value.</summary>
    public double Value(TNumber gain, double strength)
    {
        if (strength == 0)
        {
            return 0;
        }

        if (double.IsInfinity(options.Saturation))
        {
            return Square(gain, strength);
        }

        // τ² may leave the range of double where the penalty does not: below τ it is λ·gain² times what the logarithm takes off.
        double ratioLog = TNumber.LogToDouble(gain) - Math.Log(options.Saturation);
        double ratio = TNumber.ToDouble(gain / options.Saturation);
        double square = ratio * ratio;
        return ratioLog <= 0
            ? Square(gain, strength) * (square == 0 ? 1 : ScalarMath.Log1P(square) / square)
            : strength * options.Saturation * (options.Saturation * (ratioLog > 100 ? 2 * ratioLog : ScalarMath.Log1P(square)));
    }

    /// <summary>Its derivative.</summary>
    public TNumber Slope(TNumber gain, double strength)
    {
        if (double.IsInfinity(options.Saturation))
        {
            return 2 * strength * gain;
        }

        TNumber ratio = gain / options.Saturation;
        return ratio > 1 ? 2 * strength * (TNumber)options.Saturation / ((1 / ratio) + ratio) : 2 * strength * gain / (1 + (ratio * ratio));
    }

    private static double Square(TNumber gain, double strength) => TNumber.ToDouble(strength * gain * gain);
}
