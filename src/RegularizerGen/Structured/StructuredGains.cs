using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
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
    private readonly int outputs;
    private readonly int[] stateWidths;

    /// <param name="contraction">The contraction.</param>
    /// <param name="jacobian">The derivatives of a step on the same ranges.</param>
    /// <param name="t">The step of the ranges.</param>
    /// <param name="output">Derivatives of the output, as rows of a read-out: what a matrix of the units' derivatives is turned into.</param>
    /// <param name="stateWidths">Units of every state.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: may end the computation.</param>
    public StructuredGains(
        StructuredContraction contraction,
        StepJacobian jacobian,
        int t,
        Func<IntervalMatrix, IntervalMatrix> output,
        int[] stateWidths,
        double[] scales,
        Action check
    )
    {
        (this.contraction, this.stateWidths) = (contraction, stateWidths);
        (IntervalMatrix states, IntervalMatrix inputs) = jacobian.At(t);
        (IntervalMatrix ofStates, IntervalMatrix ofInputs) = jacobian.Output();
        Impulse = new ImpulseBound(contraction, inputs, scales, check);
        var rows = new SignedRows(output(ofStates));
        GainSums sum = GainSums.Of(output(ofInputs).ScaledColumns(scales));
        outputs = output(ofStates).Rows;
        for (int k = 1; k <= MostSigned; k++)
        {
            check();
            double[] sizes = rows.Magnitudes();
            if (!Array.TrueForAll(sizes, double.IsFinite))
            {
                break;
            }

            IntervalMatrix scaled = rows.Times(contraction.Inverse.Matrix);
            Grow(scaled, contraction.Inverse.Factor);
            GainSums one = GainSums.Through(scaled, Impulse.Whole, Impulse.Channels);
            tails.Add(new Tail(sum, one, scaled, sizes));
            if (one.Whole.Energy <= Negligible * sum.Whole.Energy * Math.Max(0, 1 - contraction.Rate))
            {
                break;
            }

            sum = sum.Plus(GainSums.Of(rows.Times(inputs).ScaledColumns(scales)));
            rows.Multiply(states);
        }
    }

    /// <summary>What inputs do to the states.</summary>
    public ImpulseBound Impulse { get; }

    /// <summary>Over any number of steps; infinite where the rate is not below 1.</summary>
    public GainSums AnySteps => Best((tail, _) => tail.Sum.Plus(tail.One.Geometric(contraction.Rate)));

    /// <summary>Over up to some number of steps, whatever the rate.</summary>
    /// <param name="steps">The number, 1 or more.</param>
    public GainSums Within(int steps) =>
        Best((tail, k) => steps <= k ? tail.Sum : tail.Sum.Plus(tail.One.Geometric(contraction.Rate, steps - k)), steps);

    /// <summary>The first step from which a disturbance of the states moves no output by more than a fraction, for ever; null where that is
    /// not proved.</summary>
    /// <param name="fraction">The fraction.</param>
    /// <param name="isPeak">Whether every unit is disturbed by at most 1, and outputs are looked at one by one; else every state by at most
    /// 1 in the Euclidean norm, and so is the whole output.</param>
    public int? RecoveryTime(double fraction, bool isPeak)
    {
        if (!(contraction.Rate < 1))
        {
            return null;
        }

        double start = StartNorm(isPeak);
        double bound = double.PositiveInfinity; // of the norm of T times what the output makes of it
        int last = 0;
        for (int step = 1; step < 1_000_000; step++)
        {
            bound = Up(bound * contraction.Rate);
            double movement = double.PositiveInfinity;
            if (step <= tails.Count)
            {
                Tail tail = tails[step - 1];
                bound = Math.Min(bound, Up(Largest(tail.Scaled, isPeak) * start));
                movement = Direct(tail.States, isPeak);
            }

            if (Math.Min(bound, movement) > fraction)
            {
                last = step;
            }
            else if (bound <= fraction)
            {
                return last + 1;
            }
        }

        return null;
    }

    /// <summary>max ‖T δs‖ over the disturbances.</summary>
    private double StartNorm(bool isPeak)
    {
        int n = contraction.Step.States;
        double[] t = contraction.T;
        if (isPeak)
        {
            return RigorousNorms.Euclidean([.. Enumerable.Range(0, n).Select(row => Up(Sum(t.AsSpan(row * n, n))))]);
        }

        double sum = 0;
        int start = 0;
        foreach (int width in stateWidths)
        {
            int from = start;
            double[] block = [.. Enumerable.Range(0, n * width).Select(k => t[(k / width * n) + from + (k % width)])];
            sum = Up(sum + RigorousNorms.Spectral(block, n, width));
            start += width;
        }

        return sum;
    }

    private double Largest(IntervalMatrix rows, bool isPeak)
    {
        double[] sizes = rows.Magnitudes();
        int width = rows.Columns;
        return isPeak
            ? Enumerable.Range(0, outputs).Max(row => RigorousNorms.Euclidean(sizes.AsSpan(row * width, width)))
            : RigorousNorms.Spectral(sizes, outputs, width);
    }

    private double Direct(double[] sizes, bool isPeak)
    {
        int n = contraction.Step.States;
        return isPeak ? Enumerable.Range(0, outputs).Max(row => Up(Sum(sizes.AsSpan(row * n, n)))) : double.PositiveInfinity;
    }

    private GainSums Best(Func<Tail, int, GainSums> of, int longest = int.MaxValue) =>
        tails.Take(longest).Select((tail, k) => of(tail, k + 1)).Aggregate((a, b) => a.Min(b));

    private static void Grow(IntervalMatrix matrix, double factor)
    {
        for (int k = 0; k < matrix.Centre.Length; k++)
        {
            double size = Math.Abs(matrix.Centre[k]);
            matrix.Radius[k] = Up((matrix.Radius[k] * factor) + (size * Math.BitIncrement(factor - 1)));
        }
    }

    private static double Sum(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes<double>(values);

    private static double Up(double value) => Outward.Sum(value) + Outward.Underflow;

    /// <summary>Sums of the norms of the last steps; what one step before them adds, without the power of the rate; the derivatives with
    /// respect to the states before them, times T⁻¹, and their sizes.</summary>
    private sealed record Tail(GainSums Sum, GainSums One, IntervalMatrix Scaled, double[] States);
}
