using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>At ranges that the step maps into themselves.</summary>
internal sealed partial class UnitwiseAnalysis
{
    private const int MostIterations = 5_000;

    private (double Rate, double[] Vector, double[] Output) rate = (double.PositiveInfinity, [], []);

    /// <summary>Settles on ranges that the step maps into themselves, unit by unit; false where none could be verified.</summary>
    public bool TrySettle()
    {
        double[] lo = [.. initial.Lo];
        double[] hi = [.. initial.Hi];
        bool found = InvariantRanges.TryFind(
            lo,
            hi,
            (fromLo, fromHi, toLo, toHi) =>
            {
                SetRanges(fromLo, fromHi);
                bound.ForwardRanges();
                Flat(bound.NextLower, e => e.Lower).CopyTo(toLo);
                Flat(bound.NextUpper, e => e.Upper).CopyTo(toHi);
            }
        );
        SetRanges(lo, hi);
        bound.ForwardRanges();
        rate = (double.PositiveInfinity, [], []);
        if (found)
        {
            (double r, double[] vector) = FindRate();
            Map(vector, NoChannel);
            rate = (r, vector, Output());
        }

        return found;
    }

    /// <summary>
    /// At settled ranges: how far each unit of the output moves k steps after the inputs of the channel (or all) moved by at most 1 once,
    /// and a tail for all further steps. Null where the rate r is not below 1.
    /// </summary>
    public ImpulseResponse? LimitImpulses(int channel)
    {
        if (!(rate.Rate < 1))
        {
            return null;
        }

        var responses = new List<double[]>();
        double[] moved = Map(new double[initial.Lo.Length], channel);
        responses.Add(Output());
        double most = 0;
        double floor = 0;
        for (int k = 0; k < MostIterations; k++)
        {
            most = Math.Max(most, responses[k].Max());

            // moved ≤ scale·v, hence M^n moved ≤ scale·r^n·v.
            double scale = 0;
            for (int i = 0; i < moved.Length; i++)
            {
                scale = Math.Max(scale, moved[i] == 0 ? 0 : Math.BitIncrement(moved[i] / rate.Vector[i]));
            }

            if (!double.IsFinite(scale))
            {
                return null;
            }

            double[] tail = Array.ConvertAll(rate.Output, o => o == 0 || scale == 0 ? 0 : Math.BitIncrement(o * scale));

            // Where nothing has reached the output yet, the tail is measured by the states, or it would be followed down to nothing.
            floor = k == 0 ? 1e-12 * tail.Max() : floor;
            if (tail.Max() <= 1e-9 * Math.Max(most, floor) * (1 - rate.Rate) || k == MostIterations - 1)
            {
                return new ImpulseResponse([.. responses], tail, rate.Rate);
            }

            moved = Map(moved, NoChannel);
            responses.Add(Output());
        }

        return null;
    }

    /// <summary>
    /// The rate r of <see cref="TrySettle"/>: a vector v > 0 with M(v) ≤ r v for the homogeneous part M of the step; disturbances decay at
    /// least as fast as r^t in the norm max|Δ_i|/v_i.
    /// </summary>
    public double Rate => rate.Rate;

    /// <summary>
    /// At settled ranges: how far each unit of the output moves at most, after any number of steps in which every input moves by at most 1;
    /// infinite where that could not be verified.
    /// </summary>
    public double[] LimitMoved()
    {
        double[] moved = new double[initial.Lo.Length];
        double inflation = 0;
        double limit = 1e100;
        for (int k = 0; k < MostIterations; k++)
        {
            double[] next = Map(moved, AllChannels);
            limit = k == 0 && !(rate.Rate < 1) ? 1e20 * next.Max() : limit; // it settles at all only where nothing reaches what grows
            bool contained = true;
            double growth = 0;
            for (int i = 0; i < next.Length; i++)
            {
                contained &= next[i] <= moved[i];
                growth = Math.Max(growth, moved[i] == 0 ? (next[i] > 0 ? 1 : 0) : (next[i] / moved[i]) - 1);
                moved[i] = Math.Max(moved[i], next[i] * (1 + inflation));
            }

            if (contained)
            {
                return Output();
            }

            if (moved.Any(m => !(m <= limit)))
            {
                break;
            }

            // Once it has all but settled, a small margin lets it settle above the fixed point.
            inflation = growth < 1e-13 ? Math.Max(1e-14, 2 * inflation) : inflation;
        }

        double[] nothing = new double[bound.OutputMoved.Length];
        Array.Fill(nothing, double.PositiveInfinity);
        return nothing;
    }

    private (double Rate, double[] Vector) FindRate()
    {
        double[] v = new double[initial.Lo.Length];
        Array.Fill(v, 1.0);
        double best = double.PositiveInfinity;
        double[] bestVector = v;
        for (int k = 0, stalled = 0; k < 2000 && stalled < 10; k++)
        {
            double[] next = Map(v, NoChannel);
            double ratio = 0;
            double largest = 0;
            for (int i = 0; i < v.Length; i++)
            {
                ratio = Math.Max(ratio, next[i] == 0 ? 0 : Math.BitIncrement(next[i] / v[i]));
                largest = Math.Max(largest, next[i]);
            }

            if (!double.IsFinite(ratio))
            {
                return (ratio, v);
            }

            stalled = ratio < best * (1 - 1e-9) ? 0 : stalled + 1;
            (best, bestVector) = ratio < best ? (ratio, [.. v]) : (best, bestVector);
            if (largest == 0)
            {
                break;
            }

            double size = 0;
            for (int i = 0; i < v.Length; i++)
            {
                // Shifted (no cycles), and filled a little (no zeros).
                v[i] = next[i] + (0.3 * best * v[i]) + (1e-9 * largest);
                size = Math.Max(size, v[i]);
            }

            for (int i = 0; i < v.Length; i++)
            {
                v[i] /= size;
            }
        }

        return (best, bestVector);
    }

    /// <summary>
    /// At settled ranges: steps until a unit disturbance of every unit of every state moves no output (after the map
    /// <paramref name="output"/>) by more than the fraction, for ever; null where that is not certain.
    /// </summary>
    public int? RecoveryTime(double fraction, Func<double[], double> output)
    {
        double[] size = new double[initial.Lo.Length];
        Array.Fill(size, 1.0);
        int last = 0;
        for (int step = 1; rate.Rate < 1 && step < MostIterations; step++)
        {
            double[] next = Map(size, NoChannel);
            double moved = output(Output());
            last = moved > fraction ? step : last;
            bool falling = true;
            for (int i = 0; i < next.Length; i++)
            {
                falling &= next[i] <= size[i];
            }

            if (falling && moved <= fraction)
            {
                return last + 1;
            }

            size = next;
        }

        return null;
    }
}
