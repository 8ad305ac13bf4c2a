using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Structured;

namespace RegularizerGen.Conditional;

/// <summary>Structured contraction on declared ranges, and what must be watched so that it holds.</summary>
internal sealed class ConditionalAnalysis
{
    private const double FloatRoundoff = 1.0 / (1 << 24);
    private const double SmallestFloat = 1.5e-45;
    private const double SmallestDouble = 1e-300;

    private readonly CellCore cell;
    private readonly SetWeights weights;
    private readonly OutputRows rows;
    private readonly SignalRanges declared;
    private readonly ConditionalOptions options;
    private readonly SetStep step;
    private readonly CarryingSignals signals;
    private readonly SetRanges ranges;
    private readonly double[] radii;

    private ConditionalAnalysis(CellCore cell, SetWeights weights, OutputRows rows, SignalRanges declared, ConditionalOptions options)
    {
        (this.cell, this.weights, this.rows, this.declared, this.options) = (cell, weights, rows, declared, options);
        step = new SetStep(cell, weights);
        signals = new CarryingSignals(step);
        ranges = signals.Within(declared);
        radii =
            options.ChannelRadii?.ToArray()
            ?? [.. InputSet.Scales(cell).Select(s => options.Radius * s is > 0 and var r ? Outward.Add(r, 0) : 0)];
    }

    /// <summary>Finds a norm on the ranges and proves what follows.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="rows">The outputs.</param>
    /// <param name="declared">The ranges.</param>
    /// <param name="options">Options, validated.</param>
    /// <exception cref="ArgumentException">The ranges are not those of the cell, one is missing, they contradict each other, or no norm at
    /// all is found on them, since they are too wide for double precision.</exception>
    public static ConditionalCertificate Run(
        CellCore cell,
        SetWeights weights,
        OutputRows rows,
        SignalRanges declared,
        ConditionalOptions options
    )
    {
        var analysis = new ConditionalAnalysis(cell, weights, rows, declared, options);
        var budget = new Budget(options.Budget, null, options.Cancellation);
        StructuredContraction plain =
            StructuredContraction.Find(analysis.step, analysis.ranges, 0, budget.Check)
            ?? throw new ArgumentException("On these ranges no norm was found in which a step is bounded; narrow them.", nameof(declared));
        StructuredContraction? tied = StructuredContraction.FindTied(analysis.step, analysis.ranges, 0, budget.Check);
        return analysis.Certify(tied is { } lower && lower.Rate < plain.Rate ? lower : plain, plain);
    }

    private void Check() => options.Cancellation.ThrowIfCancellationRequested();

    /// <param name="contraction">The one of the lower rate. That of derivatives serves as well: all sequences between two are within the
    /// ranges.</param>
    /// <param name="plain">The one without ties.</param>
    private ConditionalCertificate Certify(StructuredContraction contraction, StructuredContraction plain)
    {
        double[] scales = InputSet.Scales(cell);
        var gains = new StructuredGains(contraction, units => rows.Times(units, weights), rows.Count, scales, Check);
        int? steps = contraction.Rate < 1 ? null : options.Horizon;
        WatchedRange[] watched = Watch(contraction, steps, out double[] movement);
        NarrowRange[] narrow = [.. watched.SelectMany(TooNarrow)];
        return new ConditionalCertificate
        {
            Cell = cell.Definition.Name,
            Conditions = ConditionText.Of(cell, radii, options.InitialRadius, steps, step.Assumptions),
            ChannelRadii = radii,
            InitialRadius = options.InitialRadius,
            Steps = steps,
            Rate = contraction.Rate,
            Perturbation = options.Perturbation,
            Horizon = options.Horizon,
            Finite = gains.Within(options.Horizon).For(options.Perturbation),
            Gains = gains.AnySteps.For(options.Perturbation),
            FiniteEnergyGain = Math.Min(FiniteEnergy(plain, scales), gains.AnySteps.Total.Energy),
            Movement = movement,
            Watched = watched,
            TooNarrow = narrow,
        };
    }

    /// <summary>By scales of its own, where there is a contraction without ties. What single inputs do later, summed over time, bounds it,
    /// too (Young's inequality).</summary>
    private double FiniteEnergy(StructuredContraction plain, double[] scales)
    {
        var budget = new Budget(options.Budget, null, options.Cancellation);
        return EnergyGain.Find(plain, units => rows.Times(units, weights), scales, budget.Check);
    }

    /// <summary>Margins and slacks of all signals that are declared; and how far the outputs move.</summary>
    private WatchedRange[] Watch(StructuredContraction contraction, int? steps, out double[] movement)
    {
        int[] numbers = [.. declared.Signals.Select(s => signals.Of(s.Signal).First())];
        var jacobian = new StepJacobian(step, ranges, [.. numbers, step.Output]);
        double[][] single = RoundingErrors.Of(step, weights, ranges, FloatRoundoff, SmallestFloat);
        double[][] twice = RoundingErrors.Of(step, weights, ranges, Outward.UnitRoundoff, SmallestDouble);
        int[] next = [.. Enumerable.Range(0, cell.States.Count).Select(step.Next)];
        double[] none = new double[next.Sum(n => step.Widths[n])];
        double[] start = [.. none.Select(_ => options.InitialRadius)];
        double[] still = new double[radii.Length];
        double[][] found = NodeMargins.Of(
            contraction,
            jacobian,
            [
                new(contraction, radii, Impulse(contraction), start, none, steps),
                new(contraction, still, null, none, [.. next.SelectMany(n => single[n])], steps),
                new(contraction, still, null, none, [.. next.SelectMany(n => twice[n])], steps),
            ],
            Check
        );
        var watched = new List<WatchedRange>();
        int at = 0;
        foreach ((SignalRange range, int number) in declared.Signals.Zip(numbers))
        {
            double[] With(int disturbance, double[] own) => [.. own.Select((e, unit) => Outward.Sum(found[disturbance][at + unit] + e))];
            double[] exact = new double[range.Lower.Count];
            watched.Add(new(range.Signal, range.Lower, range.Upper, With(0, exact), With(1, single[number]), With(2, twice[number])));
            at += range.Lower.Count;
        }

        movement = Movement(found[0][at..]);
        return [.. watched];
    }

    /// <summary>Of rows of the read-out, from those of the units.</summary>
    private double[] Movement(double[] units)
    {
        var columns = new Sets.Gains.IntervalMatrix(units.Length, 1);
        units.CopyTo(columns.Radius, 0);
        return rows.Times(columns, weights).Magnitudes();
    }

    private ImpulseBound? Impulse(StructuredContraction contraction) =>
        Array.TrueForAll(radii, r => r == 0)
            ? null
            : new ImpulseBound(
                contraction,
                new Sets.Gains.SignedRows(Sets.Gains.IntervalMatrix.Identity(contraction.Step.States)).Back(contraction.Step.Blocks, null),
                radii,
                Check
            );

    private static IEnumerable<NarrowRange> TooNarrow(WatchedRange watched)
    {
        for (int unit = 0; unit < watched.Lower.Count; unit++)
        {
            double width = watched.Upper[unit] - watched.Lower[unit];
            double margin = Outward.Add(watched.Margin[unit], watched.DoubleSlack[unit]);
            if (!(watched.Lower[unit] + margin < watched.Upper[unit] - margin))
            {
                yield return new NarrowRange(watched.Signal, unit, width, margin, Outward.Sum((2 * margin) - width));
            }
        }
    }
}
