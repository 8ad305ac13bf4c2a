using System;
using System.Linq;
using RegularizerGen.Definitions;

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

    private InputSet(CellCore cell, double[] nominal, double[] lower, double[] upper, double[][] states, double stateRadius)
    {
        (this.cell, this.nominal, this.lower, this.upper) = (cell, nominal, lower, upper);
        (this.states, this.stateRadius) = (states, stateRadius);
    }

    /// <summary>Number of steps.</summary>
    public int Steps => nominal.Length / cell.InputWidth;

    /// <summary>The largest distance from the nominal inputs.</summary>
    public double Radius => nominal.Select((u, k) => Math.Max(upper[k] - u, u - lower[k])).Max();

    /// <summary>The set with all distances multiplied.</summary>
    public InputSet Scaled(double factor) =>
        new(
            cell,
            nominal,
            [.. lower.Select((l, k) => l == nominal[k] ? l : Math.BitDecrement(nominal[k] - (factor * (nominal[k] - l))))],
            [.. upper.Select((u, k) => u == nominal[k] ? u : Math.BitIncrement(nominal[k] + (factor * (u - nominal[k]))))],
            states,
            factor * stateRadius
        );

    /// <summary>The box that the options ask for.</summary>
    /// <exception cref="ArgumentException">The nominal inputs or states lie outside of the ranges given or declared.</exception>
    public static InputSet Around(CellCore cell, double[] nominal, TubeOptions options)
    {
        (double[] lower, double[] upper) = (new double[nominal.Length], new double[nominal.Length]);
        double[] scales = Scales(cell);
        for (int k = 0; k < nominal.Length; k++)
        {
            double radius = options.ChannelRadii?[k % cell.InputWidth] ?? (options.Radius * scales[k % cell.InputWidth]);
            lower[k] = options.Lower?[k] ?? Math.BitDecrement(nominal[k] - radius);
            upper[k] = options.Upper?[k] ?? Math.BitIncrement(nominal[k] + radius);
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

        return new InputSet(cell, nominal, lower, upper, InitialStates(cell, options), options.InitialRadius);
    }

    /// <summary>By channel of all inputs side by side, the scale of its disturbance.</summary>
    public static double[] Scales(CellCore cell) => [.. cell.Inputs.SelectMany(i => Enumerable.Repeat(i.Scale, cell.Widths[i.Node]))];

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
                    (double lo, double hi) = isNominal ? (nominal[k], nominal[k]) : (lower[k], upper[k]);
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
                (double lo, double hi) =
                    radius == 0 ? (value, value) : (Math.BitDecrement(value - radius), Math.BitIncrement(value + radius));
                ranges.Intersect(facts.Node, 0, unit, lo, hi);
                if (facts.IsInvariant)
                {
                    ranges.Intersect(facts.Node, 0, unit, facts.Min.Value, facts.Max.Value);
                }
            }
        }
    }

    /// <summary>Unlike bounds over all inputs, nothing here rests on the range that is declared for starts, unless it is invariant: any
    /// finite state may be given.</summary>
    private static double[][] InitialStates(CellCore cell, TubeOptions options)
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
            double[]? values = options.InitialStates?[state];
            bool isBounded = values is null || definition.IsInvariant;
            (double min, double max) = isBounded ? (definition.Min.Value, definition.Max.Value) : (-double.MaxValue, double.MaxValue);
            Passes.InitialState.Require<double>(values, width, min, max, definition.Name);
            states[state] = values is null ? new double[width] : [.. values];
        }

        return states;
    }
}
