using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>What follows from the bound unit by unit, over a horizon and over any number of steps.</summary>
/// <remarks>
/// A directional derivative of the states along a change of the inputs obeys |Δ_(t+1)| ≤ F(|Δ_t|, |δx_t|) unit by unit, and F is monotone
/// and homogeneous of degree 1; integrated along the segment between two input sequences (the box of inputs and all ranges are convex) it
/// bounds finite changes, too.
/// </remarks>
internal sealed partial class UnitwiseAnalysis
{
    /// <summary>Every input moves.</summary>
    public const int AllChannels = -1;

    private const int NoChannel = -2;

    private readonly UnitwiseBound<Enclosure> bound;
    private readonly int signals;
    private readonly (double[] Lo, double[] Hi) initial;
    private readonly List<(double[] Lo, double[] Hi)> ranges = []; // before every step of a horizon

    public UnitwiseAnalysis(UnitwiseBound<Enclosure> bound, int signals)
    {
        this.bound = bound;
        this.signals = signals;
        initial = (Flat(bound.Lower, e => e.Lower), Flat(bound.Upper, e => e.Upper));
    }

    /// <summary>Number of states.</summary>
    public int States => bound.Lower.Length;

    /// <summary>
    /// How far each unit of the output moves at most after the given steps, where every input moves by at most its scale at every step.
    /// </summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="afterStep">Called after every step.</param>
    public double[] Moved(int steps, Action afterStep)
    {
        SetRanges(initial.Lo, initial.Hi);
        SetMoved(new double[initial.Lo.Length], AllChannels);
        for (int step = 0; step < steps; step++)
        {
            ranges.Add((Flat(bound.Lower, e => e.Lower), Flat(bound.Upper, e => e.Upper)));
            bound.Forward();
            afterStep();
            Advance();
        }

        return Output();
    }

    /// <summary>
    /// Over the horizon of <see cref="Moved"/>: how far each unit of the output moves at most, where the channel's inputs (or all) move by
    /// at most their scale at one step alone; one entry per such step.
    /// </summary>
    public ImpulseResponse Impulses(int channel)
    {
        double[][] moved = new double[ranges.Count][];
        double[][] outputs = new double[ranges.Count][];
        for (int step = 0; step < ranges.Count; step++)
        {
            SetRanges(ranges[step].Lo, ranges[step].Hi);
            bound.ForwardRanges();
            moved[step] = new double[initial.Lo.Length];
            for (int impulse = 0; impulse <= step; impulse++)
            {
                moved[impulse] = Map(moved[impulse], step == impulse ? channel : NoChannel);
                outputs[impulse] = Output();
            }
        }

        return new ImpulseResponse(outputs);
    }

    /// <summary>Hull over the units of a new state's range, after a step.</summary>
    public (double Lo, double Hi) NextRange(int state) =>
        (bound.NextLower[state].Min(e => e.Lower), bound.NextUpper[state].Max(e => e.Upper));

    /// <summary>Hull over the units of a previous state's range.</summary>
    public (double Lo, double Hi) PreviousRange(int state) => (bound.Lower[state].Min(e => e.Lower), bound.Upper[state].Max(e => e.Upper));

    /// <summary>Hull over the units of every signal's range, after a step.</summary>
    public (double Lo, double Hi)[] SignalRanges() =>
        [.. Enumerable.Range(0, signals).Select(k => bound.Signal(k)).Select(r => (r.Lower.Min(e => e.Lower), r.Upper.Max(e => e.Upper)))];

    /// <summary>How far any unit of every signal moves, after a step; of a previous state, before it.</summary>
    public double[] SignalMovements() => [.. Enumerable.Range(0, signals).Select(k => bound.MovedOf(k).Max(e => e.Upper))];

    /// <summary>What moves after a step at the ranges that were last evaluated.</summary>
    private double[] Map(double[] moved, int channel)
    {
        SetMoved(moved, channel);
        bound.ForwardMovements();
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
        bound.MoveInputs();
        int number = 0;
        foreach (Enclosure[] input in channel == AllChannels ? [] : bound.InputMoved)
        {
            for (int k = 0; k < input.Length; k++)
            {
                input[k] = number++ == channel ? input[k] : 0;
            }
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
