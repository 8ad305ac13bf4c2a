using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// Gains of rows of the output by a structured contraction: derivatives of the last K steps with their signs, and for all steps before
/// them ‖R_K T⁻¹‖ α^k b, where R_K are the derivatives of the output with respect to the states K steps back, and b what inputs do to the
/// states in the norm of T. Of all K the best counts, for every figure by itself.
/// </summary>
internal sealed class StructuredGains
{
    private const int MostSigned = 32;
    private const double Negligible = 1e-4;

    private readonly StructuredContraction contraction;
    private readonly List<Tail> tails = [];

    /// <param name="contraction">The contraction.</param>
    /// <param name="output">Derivatives of the output, as rows of a read-out: what a matrix of the units' derivatives is turned
    /// into.</param>
    /// <param name="outputs">Number of rows.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: where time is over, the steps back that were made have to do.</param>
    public StructuredGains(
        StructuredContraction contraction,
        Func<IntervalMatrix, IntervalMatrix> output,
        int outputs,
        double[] scales,
        Action check
    )
    {
        this.contraction = contraction;
        StepDifferences step = contraction.Step.Blocks;
        IntervalMatrix direct = new SignedRows(IntervalMatrix.Identity(step.States)).Back(step, null);
        var impulse = new ImpulseBound(contraction, direct, scales, check);
        var rows = new SignedRows(outputs, step.States);
        GainSums sum = GainSums.Of(rows.Back(step, output).ScaledColumns(scales));
        for (int k = 1; k <= MostSigned; k++)
        {
            if (!Array.TrueForAll(rows.Magnitudes(), double.IsFinite))
            {
                break;
            }

            GainSums one = GainSums.Through(contraction.Inverse.Through(rows), impulse.Whole, impulse.Channels);
            tails.Add(new Tail(sum, one));
            if (one.Whole.Energy <= Negligible * sum.Whole.Energy * Math.Max(0, 1 - contraction.Rate))
            {
                break;
            }

            if (!Budget.HasTime(check))
            {
                break;
            }

            sum = sum.Plus(GainSums.Of(rows.Back(step, null).ScaledColumns(scales)));
        }

        if (tails.Count == 0)
        {
            var open = new IntervalMatrix(outputs, scales.Length);
            Array.Fill(open.Radius, double.PositiveInfinity);
            tails.Add(new Tail(GainSums.Of(open), GainSums.None(outputs, scales.Length)));
        }
    }

    /// <summary>Over any number of steps; infinite where the rate is not below 1.</summary>
    public GainSums AnySteps => Best((tail, _) => tail.Sum.Plus(tail.One.Geometric(contraction.Rate)));

    /// <summary>Over up to some number of steps, whatever the rate.</summary>
    /// <param name="steps">The number, 1 or more.</param>
    public GainSums Within(int steps) =>
        Best((tail, k) => steps <= k ? tail.Sum : tail.Sum.Plus(tail.One.Geometric(contraction.Rate, steps - k)), steps);

    private GainSums Best(Func<Tail, int, GainSums> of, int longest = int.MaxValue) =>
        tails.Take(longest).Select((tail, k) => of(tail, k + 1)).Aggregate((a, b) => a.Min(b));

    /// <summary>Sums of the norms of the last steps, and what one step before them adds, without the power of the rate.</summary>
    private sealed record Tail(GainSums Sum, GainSums One);
}
