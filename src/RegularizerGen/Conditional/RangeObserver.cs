using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Passes;
using RegularizerGen.Sets;

namespace RegularizerGen.Conditional;

/// <summary>The least and the largest value of every unit of some signals, in a forward pass.</summary>
internal sealed class RangeObserver : SignalWatch<double>
{
    private readonly IReadOnlyList<string> names;
    private readonly double[][] lower;
    private readonly double[][] upper;

    private RangeObserver(PassPlan<double> plan, IReadOnlyList<string> names)
        : base(plan, names)
    {
        this.names = names;
        lower = [.. names.Select((_, k) => Enumerable.Repeat(double.PositiveInfinity, Width(k)).ToArray())];
        upper = [.. lower.Select(l => l.Select(x => -x).ToArray())];
    }

    /// <summary>What sequences show.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="sequences">The inputs of every sequence [steps, inputs].</param>
    /// <param name="initial">The states before the first step, state by state.</param>
    /// <exception cref="ArgumentException">A signal leaves the range of numbers; the message names it.</exception>
    public static SignalRanges Run(CellCore cell, SetWeights weights, double[][] sequences, double[][] initial)
    {
        var stream = new CellStream<double>(cell, 1);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            double[] entries = [.. weights.Entries(weight)];
            stream.Read(weight, WeightSpan<double>.Over(entries, weights.Spec(weight)));
        }

        var signals = new CarryingSignals(new SetStep(cell, weights));
        string[] names = [.. signals.Numbers.Select(signals.Name)];
        RangeObserver observer = stream.Ready().Watched(plan => new RangeObserver(plan, names));
        foreach (double[] inputs in sequences)
        {
            stream.Start(initial);
            for (int start = 0; start < inputs.Length; start += cell.InputWidth)
            {
                _ = stream.Next(inputs.AsSpan(start, cell.InputWidth));
            }
        }

        return new SignalRanges
        {
            Cell = cell.Definition.Name,
            Signals = [.. names.Select((name, k) => new SignalRange(name, observer.lower[k], observer.upper[k]))],
        };
    }

    protected override void See(int index, ReadOnlySpan<double> values, int step)
    {
        for (int unit = 0; unit < values.Length; unit++)
        {
            double value = values[unit];
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"'{names[index]}' becomes {value} at unit {unit}: there is no range to observe."),
                    names[index]
                );
            }

            lower[index][unit] = Math.Min(lower[index][unit], value);
            upper[index][unit] = Math.Max(upper[index][unit], value);
        }
    }
}
