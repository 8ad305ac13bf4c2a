using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Sets.Gains;

/// <summary>The three gains from bounds of the entries of all derivatives.</summary>
internal static class GainSummary
{
    /// <param name="derivatives">By step, ∂y_T/∂x_t [outputs, inputs].</param>
    /// <param name="states">sup |∂y_T/∂s_0|.</param>
    /// <param name="scales">By input, the size of its disturbance relative to the common one.</param>
    public static TubeGains Of(IReadOnlyList<IntervalMatrix> derivatives, double[] states, double[] scales)
    {
        GainSums[] steps = [.. derivatives.Select(d => GainSums.Of(d.ScaledColumns(scales)))];
        GainSums all = steps.Aggregate((a, b) => a.Plus(b));
        return new TubeGains
        {
            Entries = [.. derivatives.Select(d => d.Magnitudes())],
            InitialStates = states,
            WhiteNoise = all.Total.WhiteNoise,
            Energy = all.Total.Energy,
            Peak = all.Total.Peak,
            BySteps = [.. steps.Select(s => s.Whole)],
            ByChannels = all.Channels,
            ByOutputs = all.Outputs,
        };
    }
}
