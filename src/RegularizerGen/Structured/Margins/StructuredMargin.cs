using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured.Margins;

/// <summary>The rate of contraction, and the gain of finite energy, that carried scales show of a cell on ranges that hold at every step,
/// both smoothed from above; and their exact gradients by the weights.</summary>
internal sealed class StructuredMargin
{
    private readonly UnitwiseWeights weights;
    private readonly RangeLimit limit;
    private readonly StepDifference difference;
    private readonly int[] channels;
    private readonly int[] gainChannels;
    private readonly int states;
    private readonly CarriedContraction rate;
    private readonly CarriedContraction? gain;

    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights, and the bounds of its inputs.</param>
    /// <param name="most">Most steps towards the limit of ranges.</param>
    /// <param name="inputScales">By channel of the input, its scale, where the gain is asked for; else empty.</param>
    public StructuredMargin(CellCore cell, UnitwiseWeights weights, int most, double[] inputScales)
    {
        this.weights = weights;
        limit = new RangeLimit(cell, weights, most);
        difference = new StepDifference(cell, weights);
        channels = difference.ChannelsBetween(withOutput: false, withInputs: false);
        var form = new ContractionForm(difference, channels, []);
        states = form.States;
        rate = new CarriedContraction(form, new SmoothRoot(states), TryStart);
        gainChannels = difference.ChannelsBetween(withOutput: true, withInputs: true);
        if (inputScales.Length > 0)
        {
            var whole = new ContractionForm(difference, gainChannels, inputScales);
            gain = new CarriedContraction(whole, new EnergyRoot(states, whole.Width - states), TryStartGain);
        }
    }

    /// <summary>Whether ranges have settled, at the last evaluation.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The scales that show the rate.</summary>
    public CarriedContraction OfRate => rate;

    /// <summary>The scales that show the gain; null where it was not asked for.</summary>
    public CarriedContraction? OfGain => gain;

    /// <summary>The ranges.</summary>
    public RangeLimit Limit => limit;

    /// <summary>The difference of two trajectories on them.</summary>
    public StepDifference Difference => difference;

    /// <summary>The rate; infinite where there are no finite ranges, or no scales.</summary>
    public double Rate(bool withGradient)
    {
        IsSettled = limit.TryFind();
        if (!IsSettled || !difference.Factors.TryEvaluate(limit.Taped, limit.Kernels))
        {
            return double.PositiveInfinity;
        }

        difference.Forward();
        return rate.Evaluate(withGradient);
    }

    /// <summary>The gain, after a rate below 1; infinite where no scales are found.</summary>
    public double Gain(bool withGradient) => gain!.Evaluate(withGradient);

    /// <summary>Adds the gradient of the rate to those of the weights, and moves its scales; false where it was not found.</summary>
    /// <param name="value">The rate.</param>
    /// <param name="adjoint">Its adjoint.</param>
    public bool TryReverseRate(double value, double adjoint) => TryReverse(rate, value, adjoint);

    /// <summary>The same for the gain.</summary>
    /// <inheritdoc cref="TryReverseRate"/>
    public bool TryReverseGain(double value, double adjoint) => TryReverse(gain!, value, adjoint);

    /// <summary>Forgets ranges and scales.</summary>
    public void Reset()
    {
        limit.Reset();
        rate.Reset();
        gain?.Reset();
    }

    /// <summary>N: new states and arguments of channels by states and channels.</summary>
    public IntervalMatrix Matrix()
    {
        int[] sources = [.. Enumerable.Range(difference.Inputs, difference.States), .. channels.Select(c => difference.FirstChannel + c)];
        int n = sources.Sum(s => difference.Widths[s]);
        var matrix = new IntervalMatrix(n, n);
        int row = 0;
        for (int k = 0; k < sources.Length; k++)
        {
            int column = 0;
            foreach (int source in sources)
            {
                Block? block =
                    k < difference.States ? difference.Next(k, source) : difference.Argument(channels[k - difference.States], source);
                block?.CopyTo(matrix.Centre, n, row, column);
                column += difference.Widths[source];
            }

            row += difference.Widths[sources[k]];
        }

        return matrix;
    }

    private bool TryReverse(CarriedContraction of, double value, double adjoint)
    {
        difference.ClearAdjoints();
        of.Reverse(value, adjoint);
        difference.Reverse();
        return limit.TryReverse(difference.Factors);
    }

    private bool TryStart(MovingScales scales, int number)
    {
        IntervalMatrix matrix = Matrix();
        if (number > 0 || StartingScales.Find(matrix, states, matrix.Rows - states, (0, states)) is not { } start)
        {
            return false;
        }

        scales.Set(start.T, start.S);
        return true;
    }

    /// <summary>Scales of the rate, made ever smaller beside inputs and output (<see cref="GainStarts.Scale"/>).</summary>
    private bool TryStartGain(MovingScales scales, int number)
    {
        if (number == GainStarts.Count)
        {
            return false;
        }

        double[][] known = rate.Scales.S;
        int[] acting = difference.ChannelsBetween(withOutput: false, withInputs: true);
        double middle = Math.Exp(known.SelectMany(s => s).Select(x => Math.Log(x)).DefaultIfEmpty(0).Average());
        double share = GainStarts.Share(number, difference.Channels);
        var s = new System.Collections.Generic.List<double>();
        foreach (int channel in gainChannels)
        {
            int at = Array.IndexOf(channels, channel);
            double other = middle * GainStarts.Scale(number, channel, difference.Channels, Array.IndexOf(acting, channel) >= 0);
            int width = difference.Widths[difference.FirstChannel + channel];
            s.AddRange(at >= 0 ? known[at].Select(x => share * x) : Enumerable.Repeat(share * other, width));
        }

        scales.Set([.. rate.Scales.T.Select(x => share * x)], [.. s]);
        return true;
    }
}
