using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// How soon outputs forget: two sequences whose states differ by at most so much per unit, and that see the same inputs from then on,
/// differ by at most |R_k| |δs| after k steps, with R_k = ∂y_T/∂s_{T-k}, and by at most ‖R_k T⁻¹‖ α^(n-k) ‖T δs‖ after n. It takes a
/// contraction of differences, not only of derivatives: states are not the ends of a line of states on which ranges hold.
/// </summary>
internal static class Forgetting
{
    private const int MostSigned = 32;
    private const int MostSteps = 1_000_000;

    /// <summary>Steps after which no output differs by more than a fraction, for ever; null where that is not proved.</summary>
    /// <param name="contraction">The contraction.</param>
    /// <param name="output">Derivatives of the output, as rows of a read-out: what a matrix of the units' derivatives is turned
    /// into.</param>
    /// <param name="outputs">Number of rows.</param>
    /// <param name="fraction">The fraction.</param>
    /// <param name="widths">By unit, how far the states are apart at most.</param>
    /// <param name="check">Called often: where time is over, nothing is certain.</param>
    public static int? Time(
        StructuredContraction contraction,
        Func<IntervalMatrix, IntervalMatrix> output,
        int outputs,
        double fraction,
        double[] widths,
        Action check
    )
    {
        if (contraction.IsOfDerivatives || !(contraction.Rate < 1))
        {
            return null;
        }

        int n = widths.Length;
        double start = Largest(contraction.T, n, row => Outward.AbsoluteDot(row, widths), norms => RigorousNorms.Euclidean([.. norms]));
        StepDifferences step = contraction.Step.Blocks;
        var rows = new SignedRows(outputs, n);
        double bound = double.PositiveInfinity; // of what outputs make of the norm of T
        int last = 0;
        for (int k = 1; k < MostSteps; k++)
        {
            bound = Up(bound * contraction.Rate);
            double movement = double.PositiveInfinity;
            if (k <= MostSigned)
            {
                if (!Budget.HasTime(check))
                {
                    return null;
                }

                _ = rows.Back(step, k == 1 ? output : null);
                double[] scaled = contraction.Inverse.Through(rows).Magnitudes();
                bound = Math.Min(bound, Up(Largest(scaled, n, row => RigorousNorms.Euclidean(row), norms => norms.Max()) * start));
                movement = Largest(rows.Magnitudes(), n, row => Outward.AbsoluteDot(row, widths), norms => norms.Max());
            }

            if (!(Math.Min(bound, movement) <= fraction))
            {
                last = k;
            }
            else if (bound <= fraction)
            {
                return last + 1;
            }
        }

        return null;
    }

    private static double Largest(double[] entries, int n, Func<double[], double> of, Func<IEnumerable<double>, double> all) =>
        Up(all(entries.Chunk(n).Select(row => Up(of(row)))));

    private static double Up(double value) => Outward.Sum(value) + Outward.Underflow;
}
