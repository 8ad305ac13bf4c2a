using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Boxes;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>What structured contraction says of a cell whose inputs may be anything in one box, for sequences from its start: ranges that
/// hold at every step, the rate, and gains.</summary>
internal sealed class StructuredAnalysis
{
    private readonly BoxTubes tubes;
    private readonly SetRanges ranges;
    private readonly SetWeights weights;
    private readonly OutputRows rows;
    private readonly double[] scales;
    private readonly Action check;
    private readonly StructuredContraction plain;

    private StructuredAnalysis(
        BoxTubes tubes,
        SetRanges ranges,
        SetWeights weights,
        OutputRows rows,
        double[] scales,
        Action check,
        StructuredContraction plain,
        StructuredContraction? tied
    )
    {
        (this.tubes, this.ranges, this.weights, this.rows, this.scales, this.check) = (tubes, ranges, weights, rows, scales, check);
        this.plain = plain;
        Contraction = tied is { } lower && lower.Rate < plain.Rate ? lower : plain;
    }

    /// <summary>The contraction of the lower rate.</summary>
    public StructuredContraction Contraction { get; }

    /// <summary>Ranges of all signals, at step 0, that hold at every step.</summary>
    public SetRanges Ranges => ranges;

    /// <summary>What bounds rest on without proof, as sentences.</summary>
    public IReadOnlyList<string> Assumptions => tubes.Step.Assumptions;

    /// <summary>Finds ranges and rates; null where there are none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="rows">The outputs.</param>
    /// <param name="inputs">Bounds of the inputs.</param>
    /// <param name="check">Called often: may end the computation by <see cref="Budget.Exceeded"/>. Where that happens while scales are
    /// searched, those found until then are proved.</param>
    public static StructuredAnalysis? Find(CellCore cell, SetWeights weights, OutputRows rows, BoundedInput[] inputs, Action check)
    {
        var tubes = new BoxTubes(cell, weights, inputs, check);
        if (SteadyBox.Find(tubes, inputs) is not { } ranges || StructuredContraction.Find(tubes.Step, ranges, 0, check) is not { } plain)
        {
            return null;
        }

        StructuredContraction? tied = StructuredContraction.FindTied(tubes.Step, ranges, 0, check);
        return new StructuredAnalysis(tubes, ranges, weights, rows, InputSet.Scales(cell), check, plain, tied);
    }

    /// <summary>Gains over any number of steps, or within a horizon.</summary>
    public StructuredGains Gains() => new(Contraction, Output, rows.Count, scales, check);

    /// <summary>What a disturbance does as a whole; null where the rate of differences is not below 1.</summary>
    public DisturbanceGains? Disturbance() => plain.Rate < 1 ? new(plain, Output, rows.Count, scales, check) : null;

    /// <summary>Steps after which two sequences from the start that see the same inputs differ by at most a fraction in every output, for
    /// ever; null where that is not proved.</summary>
    public int? ForgettingTime(double fraction) =>
        Forgetting.Time(
            plain,
            Output,
            rows.Count,
            fraction,
            [.. Enumerable.Range(0, tubes.Step.Cell.States.Count).SelectMany(s => Widths(tubes.Step.State(s), tubes.Step.Next(s)))],
            check
        );

    /// <summary>The gain of finite energy; infinite where none was found.</summary>
    public double EnergyGain() => Structured.EnergyGain.Find(plain, Output, scales, check);

    private IntervalMatrix Output(IntervalMatrix units) => rows.Times(units, weights);

    /// <summary>How far apart values can be at one step: both signals have the state's value, one step apart.</summary>
    private IEnumerable<double> Widths(int before, int after)
    {
        for (int unit = 0; unit < tubes.Step.Widths[before]; unit++)
        {
            yield return Math.Max(
                Outward.Add(ranges[before, 0, unit].Upper, -ranges[before, 0, unit].Lower),
                Outward.Add(ranges[after, 0, unit].Upper, -ranges[after, 0, unit].Lower)
            );
        }
    }
}
