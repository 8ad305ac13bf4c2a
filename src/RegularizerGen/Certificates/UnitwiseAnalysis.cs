using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>What follows from the bound unit by unit, over a horizon and over any number of steps.</summary>
/// <remarks>
/// A directional derivative of the states along a change of the inputs obeys |Δ_(t+1)| ≤ F(|Δ_t|) unit by unit, and F is homogeneous of degree 1; integrated along
/// the segment between two input sequences (the box of inputs and all ranges are convex) it bounds finite changes, too.
/// </remarks>
internal sealed class UnitwiseAnalysis
{
    /// <summary>Every input moves.</summary>
    public const int AllChannels = -1;

    private const int NoChannel = -2;
    private const int MostIterations = 5_000;

    private readonly UnitwiseBound<Enclosure> bound;
    private readonly int signals;
    private readonly (double[] Lo, double[] Hi) initial;
    private (double Rate, double[] Vector, double[] Output) rate = (double.PositiveInfinity, [], []);

    public UnitwiseAnalysis(UnitwiseBound<Enclosure> bound, int signals)
    {
        this.bound = bound;
        this.signals = signals;
        initial = (Flat(bound.Lower, e => e.Lower), Flat(bound.Upper, e => e.Upper));
    }

    /// <summary>Number of states.</summary>
    public int States => bound.Lower.Length;

    /// <summary>How far each unit of the output moves at most after the given steps, where every input moves by at most 1 at every step.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="afterStep">Called after every step.</param>
    public double[] Moved(int steps, Action afterStep)
    {
        SetRanges(initial.Lo, initial.Hi);
        SetMoved(new double[initial.Lo.Length], AllChannels);
        for (int step = 0; step < steps; step++)
        {
            bound.Forward();
            afterStep();
            Advance();
        }

        return Output();
    }

    /// <summary>Per step of the horizon: how far each unit of the output moves at most, where the channel's inputs move by at most 1 at that step alone.</summary>
    public double[][] Impulses(int steps, int channel)
    {
        double[][] result = new double[steps][];
        for (int impulse = 0; impulse < steps; impulse++)
        {
            SetRanges(initial.Lo, initial.Hi);
            SetMoved(new double[initial.Lo.Length], NoChannel);
            for (int step = 0; step < steps; step++)
            {
                SetInput(step == impulse ? channel : NoChannel);
                bound.Forward();
                Advance();
            }

            result[impulse] = Output();
        }

        return result;
    }

    /// <summary>Hull over the units of a new state's range, after a step.</summary>
    public (double Lo, double Hi) NextRange(int state) => (bound.NextLower[state].Min(e => e.Lower), bound.NextUpper[state].Max(e => e.Upper));

    /// <summary>Hull over the units of a previous state's range.</summary>
    public (double Lo, double Hi) PreviousRange(int state) => (bound.Lower[state].Min(e => e.Lower), bound.Upper[state].Max(e => e.Upper));

    /// <summary>Hull over the units of every signal's range, after a step.</summary>
    public (double Lo, double Hi)[] SignalRanges() => [.. Enumerable.Range(0, signals).Select(k => bound.Signal(k)).Select(r => (r.Lower.Min(e => e.Lower), r.Upper.Max(e => e.Upper)))];

    /// <summary>Settles on ranges that the step maps into themselves, unit by unit; false where none could be verified.</summary>
    public bool TrySettle()
    {
        double[] lo = [.. initial.Lo];
        double[] hi = [.. initial.Hi];
        SetMoved(new double[lo.Length], NoChannel);
        bool found = InvariantRanges.TryFind(lo, hi, (fromLo, fromHi, toLo, toHi) =>
        {
            SetRanges(fromLo, fromHi);
            bound.Forward();
            Flat(bound.NextLower, e => e.Lower).CopyTo(toLo);
            Flat(bound.NextUpper, e => e.Upper).CopyTo(toHi);
        });
        SetRanges(lo, hi);
        bound.Forward();
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
    /// At settled ranges: how far each unit of the output moves k steps after the channel's inputs moved by at most 1 once, and a tail that bounds all further steps: they are
    /// at most <c>Tail</c>·r^n, n = 0, 1, … Null where the rate r is not below 1.
    /// </summary>
    public (double[][] Responses, double[] Tail)? LimitImpulses(int channel)
    {
        if (!(rate.Rate < 1))
        {
            return null;
        }

        var responses = new List<double[]>();
        double[] moved = Map(new double[initial.Lo.Length], channel);
        responses.Add(Output());
        double most = responses[0].Max();
        for (int k = 0; k < MostIterations; k++)
        {
            // moved ≤ scale·v, hence M^n moved ≤ scale·r^n·v.
            double scale = 0;
            for (int i = 0; i < moved.Length; i++)
            {
                scale = Math.Max(scale, Math.BitIncrement(moved[i] / rate.Vector[i]));
            }

            double[] tail = Array.ConvertAll(rate.Output, o => o == 0 ? 0 : Math.BitIncrement(o * scale));
            if (tail.Max() <= 1e-9 * most * (1 - rate.Rate) || k == MostIterations - 1)
            {
                return ([.. responses], tail);
            }

            moved = Map(moved, NoChannel);
            responses.Add(Output());
        }

        return null;
    }

    /// <summary>The rate r of <see cref="TrySettle"/>: a vector v > 0 with M(v) ≤ r v for the homogeneous part M of the step; disturbances decay at least as fast as r^t in the norm max|Δ_i|/v_i.</summary>
    public double Rate => rate.Rate;

    /// <summary>At settled ranges: how far each unit of the output moves at most, after any number of steps in which every input moves by at most 1; infinite where that could not be verified.</summary>
    public double[] LimitMoved()
    {
        double[] moved = new double[initial.Lo.Length];
        double inflation = 0;
        for (int k = 0; k < MostIterations; k++)
        {
            double[] next = Map(moved, AllChannels);
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

            if (moved.Any(m => !(m < 1e100)))
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

    /// <summary>At settled ranges: steps until a unit disturbance of every unit of every state moves no output (after the map <paramref name="output"/>) by more than the fraction, for ever; null where that is not certain.</summary>
    public int? RecoveryTime(double fraction, Func<double[], double> output)
    {
        double[] size = new double[initial.Lo.Length];
        Array.Fill(size, 1.0);
        int last = 0;
        for (int step = 1; step < MostIterations; step++)
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

    private double[] Map(double[] moved, int channel)
    {
        SetMoved(moved, channel);
        bound.Forward();
        return Flat(bound.NextMoved, e => e.Upper);
    }

    private double[] Output() => Array.ConvertAll(bound.OutputMoved, e => e.Upper);

    private void SetRanges(ReadOnlySpan<double> lo, ReadOnlySpan<double> hi)
    {
        int next = 0;
        for (int state = 0; state < States; state++)
        {
            for (int unit = 0; unit < bound.Lower[state].Length; unit++, next++)
            {
                bound.Lower[state][unit] = lo[next];
                bound.Upper[state][unit] = hi[next];
            }
        }
    }

    private void SetMoved(ReadOnlySpan<double> moved, int channel)
    {
        int next = 0;
        for (int state = 0; state < States; state++)
        {
            for (int unit = 0; unit < bound.Moved[state].Length; unit++, next++)
            {
                bound.Moved[state][unit] = moved[next];
            }
        }

        SetInput(channel);
    }

    private void SetInput(int channel)
    {
        for (int k = 0; k < bound.InputMoved.Length; k++)
        {
            bound.InputMoved[k] = channel == AllChannels || channel == k ? 1 : 0;
        }
    }

    private void Advance()
    {
        for (int state = 0; state < States; state++)
        {
            bound.NextMoved[state].CopyTo(bound.Moved[state], 0);
            bound.NextLower[state].CopyTo(bound.Lower[state], 0);
            bound.NextUpper[state].CopyTo(bound.Upper[state], 0);
        }
    }

    private static double[] Flat(Enclosure[][] vectors, Func<Enclosure, double> end) => [.. vectors.SelectMany(v => v).Select(end)];
}
