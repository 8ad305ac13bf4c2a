using System;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// The gain of finite energy (incremental L2): γ with Σ_t‖δy_t‖² ≤ γ² (Σ_t‖δx_t‖² + ‖T δs_0‖²) over any number of steps. It is proved by
/// ‖[[T A T⁻¹, T B S⁻¹, T B_x], [S C T⁻¹, S D S⁻¹, S D_x], [C_y T⁻¹/γ, D_y S⁻¹/γ, D_yx/γ]]‖ ≤ 1 with a T and an S of its own.
/// </summary>
internal static class EnergyGain
{
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
        foreach (ScaledMatrix start in GainStarts.Of(contraction, matrix, channels, levelRows))
        {
            start.SetLevel(Math.Max(1e-3, start.LevelNorm() * 8));
            if (ScalingSearch.Find(start, check) is { } found)
            {
                return LevelProof.Least(matrix, found) ?? double.PositiveInfinity;
            }
        }

        return double.PositiveInfinity;
    }

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
}
