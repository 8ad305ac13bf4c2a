using System;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Numbers;

namespace RegularizerGen.Sets;

/// <summary>A nominal input sequence with its initial states, and the box around them.</summary>
internal sealed class InputSet
{
    private readonly CellCore cell;
    private readonly double[] nominal;
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[][] states;
    private readonly double stateRadius;
    private readonly (double[] Lower, double[] Upper)? enclosure;

    private InputSet(
        CellCore cell,
        double[] nominal,
        double[] lower,
        double[] upper,
        double radius,
        double[][] states,
        double stateRadius,
        (double[] Lower, double[] Upper)? enclosure = null
    )
    {
        (this.cell, this.nominal, this.lower, this.upper, Radius) = (cell, nominal, lower, upper, radius);
        (this.states, this.stateRadius, this.enclosure) = (states, stateRadius, enclosure);
        double[] bounds = ByChannel(cell, i => i.Bound);
        IsWithinInputBound = !lower.Where((l, k) => l < -bounds[k % bounds.Length] || upper[k] > bounds[k % bounds.Length]).Any();
    }

    /// <summary>Number of steps.</summary>
    public int Steps => nominal.Length / cell.InputWidth;

    /// <summary>The largest distance from the nominal inputs.</summary>
    public double Radius { get; }

    /// <summary>The largest distance from the nominal inputs or initial states.</summary>
    public double LargestRadius => Math.Max(Radius, stateRadius);

    /// <summary>Whether all inputs are within the bounds that the cell declares: its invariant ranges are declared for those.</summary>
    public bool IsWithinInputBound { get; }

    /// <summary>The set with all distances multiplied.</summary>
    public InputSet Scaled(double factor) =>
        new(
            cell,
            nominal,
            [.. lower.Select((l, k) => (nominal[k] - (Enclosure)(factor * (nominal[k] - l))).Lower)],
            [.. upper.Select((u, k) => (nominal[k] + (Enclosure)(factor * (u - nominal[k]))).Upper)],
            factor * Radius,
            states,
            factor * stateRadius,
            enclosure
        );

    /// <summary>The box that the options ask for.</summary>
    /// <exception cref="ArgumentException">The nominal inputs or states lie outside of the ranges given or declared.</exception>
    public static InputSet Around(CellCore cell, double[] nominal, TubeOptions options)
    {
        (double[] lower, double[] upper) = (new double[nominal.Length], new double[nominal.Length]);
        double[] scales = Scales(cell);
        for (int k = 0; k < nominal.Length; k++)
        {
            Enclosure radius = options.ChannelRadii?[k % cell.InputWidth] ?? (options.Radius * (Enclosure)scales[k % cell.InputWidth]);
            lower[k] = options.Lower?[k] ?? (nominal[k] - (Enclosure)radius.Upper).Lower;
            upper[k] = options.Upper?[k] ?? (nominal[k] + (Enclosure)radius.Upper).Upper;
            if (!(lower[k] <= nominal[k] && nominal[k] <= upper[k]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The nominal input {nominal[k]} of step {k / cell.InputWidth}, channel {k % cell.InputWidth}, is not in "
                    ) + FormattableString.Invariant($"[{lower[k]}, {upper[k]}]."),
                    nameof(options)
                );
            }
        }

        double largest = options.Lower is null
            ? options.ChannelRadii?.Max() ?? (options.Radius * scales.Max())
            : nominal.Select((u, k) => Math.Max(upper[k] - u, u - lower[k])).Max();
        return new InputSet(cell, nominal, lower, upper, largest, InitialStates(cell, options), options.InitialRadius);
    }

    /// <summary>The set of a layer above others: of its inputs, both the nominal ones and all admissible ones are known by step and channel
    /// up to ranges [steps · inputs].</summary>
    public static InputSet Above(
        CellCore cell,
        (double[] Lower, double[] Upper) nominal,
        (double[] Lower, double[] Upper) box,
        TubeOptions options
    )
    {
        double[] middle = [.. nominal.Lower.Select((l, k) => (0.5 * l) + (0.5 * nominal.Upper[k]))];
        double[] lower = [.. box.Lower.Select((l, k) => Math.Min(l, nominal.Lower[k]))];
        double[] upper = [.. box.Upper.Select((u, k) => Math.Max(u, nominal.Upper[k]))];
        double radius = middle.Select((m, k) => Math.Max(upper[k] - m, m - lower[k])).Max();
        return new InputSet(cell, middle, lower, upper, radius, InitialStates(cell, options), options.InitialRadius, nominal);
    }

    /// <summary>By channel of all inputs side by side, the scale of its disturbance.</summary>
    public static double[] Scales(CellCore cell) => ByChannel(cell, i => i.Scale);

    private static double[] ByChannel(CellCore cell, Func<Domains.InputFacts, double> of) =>
        [.. cell.Inputs.SelectMany(i => Enumerable.Repeat(of(i), cell.Widths[i.Node]))];

    /// <summary>Writes the box, or the nominal point, into ranges.</summary>
    public void Write(SetRanges ranges, bool isNominal)
    {
        int k = 0;
        for (int step = 0; step < Steps; step++)
        {
            foreach (int input in cell.Inputs.Select(i => i.Node))
            {
                for (int channel = 0; channel < cell.Widths[input]; channel++, k++)
                {
                    (double lo, double hi) =
                        !isNominal ? (lower[k], upper[k])
                        : enclosure is { } known ? (known.Lower[k], known.Upper[k])
                        : (nominal[k], nominal[k]);
                    ranges.Intersect(input, step, channel, lo, hi);
                }
            }
        }

        double radius = isNominal ? 0 : stateRadius;
        for (int state = 0; state < states.Length; state++)
        {
            Domains.StateFacts facts = cell.States[state];
            for (int unit = 0; unit < states[state].Length; unit++)
            {
                double value = states[state][unit];
                Enclosure around = value + new Enclosure(-radius, radius);
                ranges.Intersect(facts.Node, 0, unit, around.Lower, around.Upper);
                if (facts.IsInvariant && IsWithinInputBound)
                {
                    ranges.Intersect(facts.Node, 0, unit, facts.Min.Value, facts.Max.Value);
                }
            }
        }
    }

    /// <summary>Unlike bounds over all inputs, nothing here rests on the range that is declared for starts, unless it is invariant: any
    /// finite state may be given.</summary>
    public static double[][] InitialStates(CellCore cell, TubeOptions options)
    {
        if (options.InitialStates is { } given && given.Count != cell.States.Count)
        {
            throw new ArgumentException(
                $"{nameof(TubeOptions)}.{nameof(TubeOptions.InitialStates)} has {given.Count} states; the cell has {cell.States.Count}.",
                nameof(options)
            );
        }

        double[][] states = new double[cell.States.Count][];
        for (int state = 0; state < states.Length; state++)
        {
            StateDefinition definition = cell.Definition.States[state];
            int width = cell.Widths[definition.Signal];
            double[]? values = options.InitialStates?[state] is { Length: > 0 } some ? some : null;
            bool isBounded = values is null || definition.IsInvariant;
            (double min, double max) = isBounded ? (definition.Min.Value, definition.Max.Value) : (-double.MaxValue, double.MaxValue);
            Passes.InitialState.Require<double>(values, width, min, max, definition.Name);
            states[state] = values is null ? new double[width] : [.. values];
        }

        return states;
    }
}
