using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// An ellipsoid that contains what disturbances can do to the states: with ‖[[T A T⁻¹/ρ, T B S⁻¹/ρ, T B_x/ρ], [S C T⁻¹, S D S⁻¹, S D_x]]‖ ≤
/// 1, ‖T δs'‖² ≤ ρ²(‖T δs‖² + ‖δx‖²), so that from equal states ‖T δs_t‖² ≤ Σ_k ρ^2k ‖δx_(t-k+1)‖², k = 1, 2, … (Boyd et al., Linear Matrix
/// Inequalities in System and Control Theory, 1994, 6.1). T is one that makes few rows V of interest small: least ‖V T⁻¹‖_F.
/// </summary>
internal sealed class DisturbanceEllipsoid
{
    private const double Slack = 1e-7;
    private const int Tries = 5;

    private readonly double rate;

    private readonly double[] t;
    private readonly double[] s;

    private DisturbanceEllipsoid(double[] t, double[] s, int states, double rate) =>
        (this.t, this.s, Inverse, this.rate) = (t, s, new ScaleInverse(t, states), rate);

    /// <summary>T⁻¹.</summary>
    public ScaleInverse Inverse { get; }

    /// <summary>Finds and proves one; null where none is.</summary>
    /// <param name="contraction">A contraction of differences to start from, of a rate below ρ.</param>
    /// <param name="before">One of a lower rate to start from; null for none.</param>
    /// <param name="rows">V [any, states].</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one, in which δx is measured.</param>
    /// <param name="rate">ρ, at most 1.</param>
    /// <param name="check">Called often: may end the search.</param>
    public static DisturbanceEllipsoid? Find(
        StructuredContraction contraction,
        DisturbanceEllipsoid? before,
        double[] rows,
        double[] scales,
        double rate,
        Action check
    )
    {
        StructuredStep step = contraction.Step;
        int[] channels = step.ChannelsBetween(withOutput: false, fromStates: true, fromInputs: true);
        IntervalMatrix matrix = Matrix(step, channels, scales);
        IntervalMatrix divided = matrix.ScaledColumns([.. Enumerable.Repeat(1.0, matrix.Columns)]);
        foreach (ref double entry in divided.Centre.AsSpan(0, step.States * matrix.Columns))
        {
            entry /= rate;
        }

        IEnumerable<ScaledMatrix> starts = before is null
            ? GainStarts.Of(contraction, divided, channels, (0, 0))
            : [ScaledMatrix.Of(divided.Centre, divided.Rows, before.t, before.Inverse.Matrix.Centre, before.s, (0, 0))];
        foreach (ScaledMatrix start in starts)
        {
            start.Aim(Through(rows, start.T, step.States));
            if (ScalingSearch.Find(start, check) is { } found)
            {
                return Proved(matrix, found, step.States, rate);
            }
        }

        return null;
    }

    /// <summary>Whether scales are proved.</summary>
    /// <param name="matrix">[[A, B, B_x], [C, D, D_x]].</param>
    /// <param name="t">T.</param>
    /// <param name="s">S.</param>
    /// <param name="rate">ρ.</param>
    public static bool Holds(IntervalMatrix matrix, double[] t, double[] s, double rate) =>
        new ScaleProof(matrix, t, s, (0, matrix.Rows - s.Length)).Holds(rate);

    /// <summary>The largest ‖T δs‖ where no channel is disturbed by more than its scale, after a number of steps.</summary>
    /// <param name="inputs">Channels that are disturbed.</param>
    /// <param name="steps">The number of steps, at least 0; null for any number.</param>
    public double Peak(int inputs, int? steps)
    {
        double sum = 0;
        double power = 1;
        double ratio = Math.BitIncrement(rate * rate);
        for (int k = 0; k < (steps ?? 0); k++)
        {
            power = Outward.Sum(power * ratio);
            sum = Outward.Sum(sum + power);
        }

        sum =
            steps is not null ? sum
            : ratio < 1 - 1e-5 ? Outward.Sum(ratio / (1 - ratio))
            : double.PositiveInfinity;
        return Outward.Sum(Math.Sqrt(Outward.Sum(inputs * sum)));
    }

    /// <summary>The found scales, made smaller where rounding forbids to claim them as they are.</summary>
    private static DisturbanceEllipsoid? Proved(IntervalMatrix matrix, ScaledMatrix found, int states, double rate)
    {
        double share = 1;
        for (int k = 0; k < Tries; k++)
        {
            double[] t = [.. found.T.Select(x => x * share)];
            double[] s = [.. found.S.Select(x => x * share)];
            if (Holds(matrix, t, s, rate))
            {
                var ellipsoid = new DisturbanceEllipsoid(t, s, states, rate);
                return double.IsFinite(ellipsoid.Inverse.Factor) ? ellipsoid : null;
            }

            share *= 1 - (Slack * Math.Pow(30, k));
        }

        return null;
    }

    private static IntervalMatrix Matrix(StructuredStep step, int[] channels, double[] scales)
    {
        int[] scaled = [.. Enumerable.Range(0, step.States), .. channels.Select(c => step.States + c)];
        int[] columns = [.. scaled, .. scales.Select((_, i) => step.States + step.Channels + i)];
        return step.Part(scaled, columns).ScaledColumns([.. scaled.Select(_ => 1.0), .. scales]);
    }

    private static double[] Through(double[] rows, double[] t, int states)
    {
        double[] product = new double[rows.Length];
        int count = rows.Length / states;
        Kernels.Gemm.Add<double>(rows, states, 1, ScaleInverse.Invert(t, states), 1, product, states, count, states, states);
        return product;
    }
}
