using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// The gain of finite energy (incremental L2): γ with Σ_t‖δy_t‖² ≤ γ² (Σ_t‖δx_t‖² + ‖T δs_0‖²) over any number of steps. It is proved by
/// ‖[[T A T⁻¹, T B S⁻¹, T B_x], [S C T⁻¹, S D S⁻¹, S D_x], [C_y T⁻¹/γ, D_y S⁻¹/γ, D_yx/γ]]‖ ≤ 1 with a T and an S of its own.
/// </summary>
internal static class EnergyGain
{
    /// <summary>How many scales are tried to start from.</summary>
    public const int Starting = 24;

    /// <summary>γ; infinite where the rate is not below 1, or nothing was found.</summary>
    /// <param name="contraction">The contraction to start from.</param>
    /// <param name="output">Rows of a read-out [functions, units of the output]; null for the units.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: may end the search.</param>
    public static double Find(
        StructuredContraction contraction,
        Func<IntervalMatrix, IntervalMatrix>? output,
        double[] scales,
        Action check
    )
    {
        StructuredStep step = contraction.Step;
        int[] channels = step.ChannelsBetween(withOutput: true, fromStates: true, fromInputs: true);
        IntervalMatrix matrix = Matrix(step, channels, output, scales);
        if (!(contraction.Rate < 1))
        {
            return double.PositiveInfinity;
        }

        int scaledRows = step.States + channels.Length;
        (int, int) levelRows = (scaledRows, matrix.Rows - scaledRows);
        foreach (ScaledMatrix start in Starts(contraction, matrix, channels, levelRows))
        {
            if (ScalingSearch.Find(start, check) is { } found)
            {
                return LevelProof.Least(matrix, found) ?? double.PositiveInfinity;
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>By what the scales of a contraction are multiplied to start from, in the k-th try.</summary>
    public static double Share(int k, int groups) => Math.ScaleB(1, -k * (groups + 2) / 2);

    /// <summary>The scale of a channel that a contraction has none of, relative to its others, in the k-th try: larger where the states do
    /// not move it, smaller where it does not move them.</summary>
    public static double Start(int k, int group, int groups, bool isActing) =>
        Math.ScaleB(1, isActing ? k * (groups - group) / 2 : -k * (group + 1) / 2);

    /// <summary>The matrix: states, channels, and then output and input.</summary>
    private static IntervalMatrix Matrix(StructuredStep step, int[] channels, Func<IntervalMatrix, IntervalMatrix>? output, double[] scales)
    {
        int[] scaled = [.. Enumerable.Range(0, step.States), .. channels.Select(c => step.States + c)];
        int[] columns = [.. scaled, .. scales.Select((_, i) => step.States + step.Channels + i)];
        double[] factors = [.. scaled.Select(_ => 1.0), .. scales];
        IntervalMatrix last = step.Part([.. Enumerable.Range(step.States + step.Channels, step.Outputs)], columns);
        last = (output is null ? last : output(last)).ScaledColumns(factors);
        var matrix = new IntervalMatrix(scaled.Length + last.Rows, columns.Length);
        step.Part(scaled, columns).ScaledColumns(factors).CopyTo(matrix, 0, 0);
        last.CopyTo(matrix, scaled.Length, 0);
        return matrix;
    }

    /// <summary>The scales of the contraction, ever smaller, so that what the input does to the states is. A channel that the states do not
    /// move has a larger scale, since what it does counts less then; one that does not move the states a smaller one.</summary>
    private static IEnumerable<ScaledMatrix> Starts(
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
        for (int k = 0; k < Starting; k++)
        {
            double share = Share(k, groups);
            double Scale(int channel)
            {
                int group = step.Group(channel);
                return known.TryGetValue(channel, out double own) ? own : middle * Start(k, group, groups, acting.Contains(channel));
            }

            double[] t = [.. contraction.T.Select(x => x * share)];
            double[] inverse = [.. contraction.Inverse.Matrix.Centre.Select(x => x / share)];
            var scaled = ScaledMatrix.Of(matrix.Centre, matrix.Rows, t, inverse, [.. channels.Select(c => share * Scale(c))], levelRows);
            scaled.SetLevel(Math.Max(1e-3, scaled.LevelNorm() * 8));
            yield return scaled;
        }
    }
}
