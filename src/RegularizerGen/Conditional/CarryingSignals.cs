using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Nodes;

namespace RegularizerGen.Conditional;

/// <summary>
/// The signals of a step whose ranges its derivatives depend on, by name: inputs, states before the step, arguments of activations, and
/// of products and blends those factors that are no activations themselves (the range of an activation follows from its argument's).
/// </summary>
internal sealed class CarryingSignals
{
    private readonly SetStep step;

    public CarryingSignals(SetStep step)
    {
        this.step = step;
        IEnumerable<int> carrying = step
            .Nodes.OfType<LocalNode>()
            .SelectMany(n => n.Ranged.Where(a => n.HasExactRange || step.ByNumber[a] is not { HasExactRange: true }));
        Numbers = [.. step.Sources.Concat(carrying).Distinct().GroupBy(Name).Select(g => g.First()).Order()];
    }

    /// <summary>Their numbers, sources first.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>The name of a signal.</summary>
    public string Name(int number)
    {
        IReadOnlyList<Definitions.SignalDefinition> named = step.Cell.Definition.Signals;
        return number < named.Count ? named[number].Name
            : step.ByNumber[number]!.Arguments is [var a, var b] ? $"{Name(a)} - {Name(b)}"
            : $"{Name(step.ByNumber[number]!.Arguments[0])} - {Name(step.ByNumber[number]!.Arguments[0])}";
    }

    /// <summary>All signals of a name: blends may share a difference.</summary>
    public IEnumerable<int> Of(string name) => Enumerable.Range(0, step.Widths.Count).Where(k => Name(k) == name);

    /// <summary>Ranges of all signals, on the declared ones and what follows from them within the step.</summary>
    /// <exception cref="ArgumentException">One is of another width, of no signal, missing, or contradicts others; the message names
    /// it.</exception>
    public SetRanges Within(SignalRanges declared)
    {
        Require(declared);
        var ranges = new SetRanges(step.Widths, 1);
        foreach (int source in step.Sources)
        {
            Cut(source);
        }

        foreach (SetNode node in step.Nodes)
        {
            (node as SumSet)?.Begin(1);
            node.Enclose(ranges, 0);
            Cut(node.Number);
        }

        return ranges;

        void Cut(int number)
        {
            SignalRange? own = declared.Signals.FirstOrDefault(s => s.Signal == Name(number));
            for (int unit = 0; unit < step.Widths[number]; unit++)
            {
                if (own is not null)
                {
                    ranges.Intersect(number, 0, unit, own.Lower[unit], own.Upper[unit]);
                }

                (double lo, double hi) = (ranges.Lower(number, 0)[unit], ranges.Upper(number, 0)[unit]);
                if (!(lo <= hi && double.IsFinite(lo) && double.IsFinite(hi)))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant(
                            $"Nothing is left of the range of '{Name(number)}' at unit {unit}, or it is not finite: [{lo}, {hi}] follows from the ranges declared. They contradict each other, or are too wide."
                        ),
                        Name(number)
                    );
                }
            }
        }
    }

    private void Require(SignalRanges declared)
    {
        string cell = step.Cell.Definition.Name;
        if (declared.Cell != cell)
        {
            throw new ArgumentException($"The ranges are those of '{declared.Cell}', not of '{cell}'.", nameof(declared.Cell));
        }

        foreach (SignalRange range in declared.Signals)
        {
            int number = Of(range.Signal).FirstOrDefault(-1);
            if (number < 0)
            {
                throw new ArgumentException(
                    $"'{range.Signal}' is no signal of {cell}; ranges are needed of {string.Join(", ", Numbers.Select(Name))}.",
                    range.Signal
                );
            }

            if (range.Lower.Count != step.Widths[number])
            {
                throw new ArgumentException(
                    $"The range of '{range.Signal}' has {range.Lower.Count} units; the signal has {step.Widths[number]}.",
                    range.Signal
                );
            }
        }

        foreach (string name in Numbers.Select(Name).Except(declared.Signals.Select(s => s.Signal)))
        {
            throw new ArgumentException($"There is no range of '{name}', which derivatives of the step depend on.", name);
        }
    }
}
