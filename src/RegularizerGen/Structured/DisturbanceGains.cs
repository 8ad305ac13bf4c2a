using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// How far a disturbance as a whole moves outputs: derivatives J_k of the last K steps with their signs, and through an ellipsoid of what
/// disturbances before them do to the states, |δy| ≤ Σ_(k = 0..K-1) |J_k||δx_(T-k)| + ‖R_K T⁻¹‖ ‖T δs_(T-K)‖, row by row. Of all K and all
/// ellipsoids the best counts, for every figure by itself.
/// </summary>
internal sealed class DisturbanceGains
{
    private const int MostSigned = 16;
    private const double LeastRate = 0.1;

    private readonly int outputs;
    private readonly int inputs;
    private readonly List<DisturbanceEllipsoid> ellipsoids = [];
    private readonly List<Signed> signed = [];

    /// <param name="contraction">A contraction of differences, of a rate below 1.</param>
    /// <param name="output">Derivatives of the output, as rows of a read-out: what a matrix of the units' derivatives is turned
    /// into.</param>
    /// <param name="outputs">Number of rows.</param>
    /// <param name="scales">By channel, the size of its disturbance relative to the common one.</param>
    /// <param name="check">Called often: where time is over, what was found until then has to do.</param>
    public DisturbanceGains(
        StructuredContraction contraction,
        Func<IntervalMatrix, IntervalMatrix> output,
        int outputs,
        double[] scales,
        Action check
    )
    {
        (this.outputs, inputs) = (outputs, scales.Length);
        StructuredStep step = contraction.Step;
        IntervalMatrix? own = OfStates(step) is { } units ? output(units) : null;
        var rows = new SignedRows(own ?? new IntervalMatrix(outputs, step.States));
        double[] zero = new double[outputs * inputs];
        var last = new Signed(0, zero, zero, []);
        if (own is not null)
        {
            FindEllipsoids(contraction, own, scales, check);
            signed.Add(last = last with { Norms = NormsOf(rows) });
        }

        for (int k = 1; k <= MostSigned && Budget.HasTime(check); k++)
        {
            double[] sizes = rows.Back(step.Blocks, k == 1 && own is null ? output : null).ScaledColumns(scales).Magnitudes();
            if (k == 1 && own is null)
            {
                FindEllipsoids(contraction, rows.Times(IntervalMatrix.Identity(step.States)), scales, check);
            }

            signed.Add(last = last.Plus(sizes, NormsOf(rows)));
        }
    }

    /// <summary>Within up to some number of steps from equal states, or any.</summary>
    /// <param name="steps">The number, 1 or more; null for any.</param>
    public CertifiedDisturbance Within(int? steps)
    {
        double[] energy = Infinite(outputs);
        double[] peak = Infinite(outputs);
        double[] channelEnergy = Infinite(inputs);
        double[] channelPeak = Infinite(inputs);
        foreach ((int k, double[] squares, double[] sizes, double[][] norms) in signed.Where(s => !(s.Steps > steps)))
        {
            for (int e = 0; e < ellipsoids.Count; e++)
            {
                double[] tail = k == steps ? new double[outputs] : norms[e];
                double before = ellipsoids[e].Peak(inputs, steps - k);
                double alone = ellipsoids[e].Peak(1, steps - k);
                double allTails = tail.Sum(t => t * t);
                for (int j = 0; j < outputs; j++)
                {
                    energy[j] = Least(energy[j], Math.Sqrt(Row(squares, j).Sum() + (tail[j] * tail[j])));
                    peak[j] = Least(peak[j], Row(sizes, j).Sum() + Times(tail[j], before));
                }

                for (int i = 0; i < inputs; i++)
                {
                    double all = Column(squares, i).Sum();
                    channelEnergy[i] = Least(channelEnergy[i], Math.Sqrt(all + allTails));
                    channelPeak[i] = Least(channelPeak[i], Column(sizes, i).Zip(tail, (s, t) => s + Times(t, alone)).Max());
                }
            }
        }

        double whole = Outward.Sum(Math.Sqrt(energy.Sum(g => g * g)));
        return new CertifiedDisturbance(
            new CertifiedGains(whole, energy, [.. channelEnergy.Select(g => Math.Min(g, whole))]),
            new CertifiedGains(peak.Max(), peak, [.. channelPeak.Select(g => Math.Min(g, peak.Max()))])
        );
    }

    /// <summary>One for peaks with ρ² = α, where the bound of a single state is exact, and one for energy with ρ = 1, which starts from the
    /// first.</summary>
    private void FindEllipsoids(StructuredContraction contraction, IntervalMatrix rows, double[] scales, Action check)
    {
        double[] aims = [.. rows.Centre, .. rows.Radius];
        DisturbanceEllipsoid? before = null;
        foreach (double rate in (ReadOnlySpan<double>)[Math.Max(LeastRate, Math.Sqrt(contraction.Rate)), 1])
        {
            if (Budget.HasTime(check) && DisturbanceEllipsoid.Find(contraction, before, aims, scales, rate, check) is { } found)
            {
                ellipsoids.Add(before = found);
            }
        }
    }

    /// <summary>The derivatives of the output's units by the new states; null where it is none of these.</summary>
    private static IntervalMatrix? OfStates(StructuredStep step)
    {
        if (step.OutputUnit is not { } start)
        {
            return null;
        }

        var units = new IntervalMatrix(step.Outputs, step.States);
        for (int k = 0; k < step.Outputs; k++)
        {
            units.Centre[(k * step.States) + start + k] = 1;
        }

        return units;
    }

    private double[][] NormsOf(SignedRows rows) => [.. ellipsoids.Select(e => Norms(e.Inverse.Through(rows)))];

    private static double[] Norms(IntervalMatrix rows) =>
        [.. rows.Magnitudes().Chunk(rows.Columns).Select(row => RigorousNorms.Euclidean(row))];

    private static double[] Infinite(int count) => [.. Enumerable.Repeat(double.PositiveInfinity, count)];

    private IEnumerable<double> Row(double[] of, int output) => of.Skip(output * inputs).Take(inputs);

    private IEnumerable<double> Column(double[] of, int input) => Enumerable.Range(0, outputs).Select(j => of[(j * inputs) + input]);

    private static double Times(double tail, double before) => tail == 0 ? 0 : tail * before;

    private static double Least(double before, double value) => Math.Min(before, Up(value));

    private static double Up(double value) => double.IsNaN(value) ? double.PositiveInfinity : Outward.Sum(value) + Outward.Underflow;

    /// <summary>Sums over the last steps, entry by entry [outputs, inputs], and by ellipsoid the norms of the rows R T⁻¹ before
    /// them.</summary>
    private sealed record Signed(int Steps, double[] Squares, double[] Sizes, double[][] Norms)
    {
        public Signed Plus(double[] sizes, double[][] norms) =>
            new(Steps + 1, [.. Squares.Zip(sizes, (a, b) => Up(a + (b * b)))], [.. Sizes.Zip(sizes, (a, b) => Up(a + b))], norms);
    }
}
