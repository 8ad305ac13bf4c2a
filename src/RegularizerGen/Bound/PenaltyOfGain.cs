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
            return strength * TNumber.ToDouble(gain * gain);
        }

        double ratioLog = TNumber.LogToDouble(gain) - Math.Log(options.Saturation);
        double ratio = TNumber.ToDouble(gain) / options.Saturation;
        double log = ratioLog > 100 ? 2 * ratioLog : ScalarMath.Log1P(ratio * ratio);
        return strength * options.Saturation * options.Saturation * log;
    }

    /// <summary>Its derivative.</summary>
    public TNumber Slope(TNumber gain, double strength)
    {
        TNumber slope = 2 * strength * gain;
        if (!double.IsInfinity(options.Saturation))
        {
            TNumber ratio = gain / options.Saturation;
            slope /= 1 + (ratio * ratio);
        }

        return slope;
    }
}
