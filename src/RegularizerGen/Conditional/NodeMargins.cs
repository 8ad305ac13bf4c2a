using System;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Conditional;

/// <summary>
/// How far signals move at any step under disturbances, while all signals stay in ranges. With R_k = ∂v_t/∂s_{t-k} and X = ∂v_t/∂x_t, the
/// last k steps are carried with their signs, and all before them are known by the norm of a contraction:
/// |δv_t| ≤ |X| ε + Σ_{i≤k} |∂v_t/∂x_{t-i}| ε + Σ_{i&lt;k} |R_i| η + ‖R_k T⁻¹‖ E, or, where fewer than k steps were made,
/// |X| ε + … + |R_t| |δs_0|. Of all k the least counts, unit by unit.
/// </summary>
internal sealed class NodeMargins
{
    private const int MostSigned = 24;

    private readonly double[] recent; // of the last k steps
    private readonly double[] early; // the largest of sequences that are not longer than that
    private readonly double[] least;
    private readonly Disturbance disturbance;

    private NodeMargins(StepJacobian signals, Disturbance disturbance)
    {
        this.disturbance = disturbance;
        recent = Times(signals.Inputs.Magnitudes(), disturbance.Inputs);
        early = new double[recent.Length];
        least = [.. Enumerable.Repeat(double.PositiveInfinity, recent.Length)];
    }

    /// <summary>By disturbance, how far every unit of the signals moves.</summary>
    /// <param name="contraction">The contraction on the ranges.</param>
    /// <param name="signals">Derivatives of the signals on the ranges.</param>
    /// <param name="disturbances">What moves them.</param>
    /// <param name="check">Called often: may end the computation.</param>
    public static double[][] Of(StructuredContraction contraction, StepJacobian signals, Disturbance[] disturbances, Action check)
    {
        NodeMargins[] margins = [.. disturbances.Select(d => new NodeMargins(signals, d))];
        var rows = new SignedRows(signals.States);
        StepDifferences step = contraction.Step.Blocks;
        for (int k = 0; k <= MostSigned; k++)
        {
            check();
            double[] sizes = rows.Magnitudes();
            if (!Array.TrueForAll(sizes, double.IsFinite))
            {
                break;
            }

            double[] norms =
            [
                .. contraction.Inverse.Through(rows).Magnitudes().Chunk(signals.States.Columns).Select(row => RigorousNorms.Euclidean(row)),
            ];
            double[] inputs = rows.Back(step, null).Magnitudes();
            foreach (NodeMargins own in margins)
            {
                own.Take(k, sizes, norms, inputs);
            }
        }

        return [.. margins.Select(m => m.disturbance.IsNone ? new double[m.least.Length] : m.least)];
    }

    /// <summary>Goes one step back.</summary>
    /// <param name="k">How many steps were gone back.</param>
    /// <param name="sizes">|R_k|.</param>
    /// <param name="norms">‖R_k T⁻¹‖ of every row.</param>
    /// <param name="inputs">|∂v_t/∂x_{t-k-1}|.</param>
    private void Take(int k, double[] sizes, double[] norms, double[] inputs)
    {
        double[] ofStart = Times(sizes, disturbance.Start);
        double[] ofStates = Times(sizes, disturbance.States);
        double[] ofInputs = Times(inputs, disturbance.Inputs);
        for (int row = 0; row < recent.Length; row++)
        {
            // Of no more than k steps, none begins before these.
            double late = k >= disturbance.Steps ? 0 : Up(recent[row] + Up(norms[row] * disturbance.Largest));
            least[row] = Math.Min(least[row], Math.Max(late, early[row]));
            early[row] = Math.Max(early[row], Up(recent[row] + ofStart[row]));
            recent[row] = Up(recent[row] + ofStates[row] + ofInputs[row]);
        }
    }

    private static double[] Times(double[] matrix, double[] vector) =>
        [.. matrix.Chunk(vector.Length).Select(row => Up(Outward.AbsoluteDot(row, vector)))];

    private static double Up(double value) => double.IsNaN(value) ? double.PositiveInfinity : Outward.Sum(value) + Outward.Underflow;
}
