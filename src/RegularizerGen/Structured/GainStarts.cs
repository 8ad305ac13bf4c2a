using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>Scales from which a search starts that has inputs as columns: those of a contraction, ever smaller, so that what inputs do is
/// small beside them.</summary>
internal static class GainStarts
{
    /// <summary>How many are tried.</summary>
    public const int Count = 24;

    /// <summary>By what the scales of a contraction are multiplied in the k-th try.</summary>
    public static double Share(int k, int groups) => Math.ScaleB(1, -k * (groups + 2) / 2);

    /// <summary>The scale of a channel that a contraction has none of, relative to its others, in the k-th try: larger where the states do
    /// not move it, since what it does counts less then; smaller where it does not move them.</summary>
    public static double Scale(int k, int group, int groups, bool isActing) =>
        Math.ScaleB(1, isActing ? k * (groups - group) / 2 : -k * (group + 1) / 2);

    /// <summary>The matrix at every one of them.</summary>
    /// <param name="contraction">The contraction, whose scales are of channels.</param>
    /// <param name="matrix">States, channels and more by states, channels and inputs.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="levelRows">Rows that are divided by a level.</param>
    public static IEnumerable<ScaledMatrix> Of(
        StructuredContraction contraction,
        IntervalMatrix matrix,
        int[] channels,
        (int, int) levelRows
    )
    {
        StructuredStep step = contraction.Step;
        var known = contraction.Channels.Zip(contraction.S).ToDictionary(p => p.First, p => p.Second);
        HashSet<int> acting = [.. step.ChannelsBetween(withOutput: false, fromStates: true, fromInputs: true)];
        double middle = Math.Exp(contraction.S.Select(x => Math.Log(x)).DefaultIfEmpty(0).Average());
        int groups = step.Group(step.Channels - 1) + 1;
        for (int k = 0; k < Count; k++)
        {
            double share = Share(k, groups);
            double Own(int channel)
            {
                int group = step.Group(channel);
                return known.TryGetValue(channel, out double own) ? own : middle * Scale(k, group, groups, acting.Contains(channel));
            }

            double[] t = [.. contraction.T.Select(x => x * share)];
            double[] inverse = [.. contraction.Inverse.Matrix.Centre.Select(x => x / share)];
            yield return ScaledMatrix.Of(matrix.Centre, matrix.Rows, t, inverse, [.. channels.Select(c => share * Own(c))], levelRows);
        }
    }
}
