using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;
using RegularizerGen.Reports;
using RegularizerGen.Weights;

namespace RegularizerGen.Certificates;

/// <summary>
/// Computes the certificate of one cell: the generated bound, run over enclosures on weights that were measured from above. Generated code
/// creates one per call, hands over the weights by number, and runs it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Certifier
{
    private readonly CellCore cell;
    private readonly CellDefinition description;
    private readonly CertificateOptions options;
    private readonly TikhonovOptions measured;
    private readonly WeightSlot[] slots;
    private readonly WeightMemory<double> values;
    private readonly CertifiedWeight?[] weights;
    private readonly WeightSlot? readOutSlot;
    private readonly CertifiedWeight? readOut;

    private Certifier(CellCore cell, CertificateOptions options, double[] readOut, int rows)
    {
        this.cell = cell;
        this.options = options;
        description = cell.Definition;
        Inputs = cell.Bounded(options.InputBound, options.InputBounds);
        measured = options.Measured(rows);
        slots = [.. cell.Weights.Select(s => new WeightSlot(s, measured))];
        values = new WeightMemory<double>(cell);
        weights = new CertifiedWeight?[slots.Length];
        OutputCount = rows > 0 ? rows : cell.OutputWidth;
        if (rows > 0)
        {
            readOutSlot = new WeightSlot(ReadOutSpec(cell, rows), measured);
            this.readOut = CertifiedWeight.Of(readOutSlot, readOut, 0);
        }
    }

    /// <summary>Starts a certificate.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="options">Options; validated here.</param>
    /// <param name="readOut">C of a linear read-out y = C·output; empty for none.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">An option is out of range, the read-out has the wrong shape or an entry that is not finite, or T
    /// is neither float nor double.</exception>
    public static Certifier Create<T>(CellCore cell, CertificateOptions options, MatrixSpan<T> readOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(options);
        ElementType.Require<T>();
        options.Validate();
        double[] copy = new double[readOut.Rows * readOut.Columns];
        if (readOut.Rows > 0)
        {
            WeightSpec spec = ReadOutSpec(cell, readOut.Rows);
            WeightSpan<T> whole = readOut;
            whole.Require(spec, "weight");
            whole.RequireFinite(spec);
            whole.CopyTo(spec, copy);
        }

        return new Certifier(cell, options, copy, readOut.Rows);
    }

    private int OutputCount { get; }

    private static WeightSpec ReadOutSpec(CellCore cell, int rows) =>
        new("readOut", WeightKind.Matrix, rows, cell.OutputWidth, WeightUses.OperatorNorm);

    internal CertifiedWeight Weight(int weight) => weights[weight]!;

    /// <summary>The inputs with the bounds that the certificate holds for.</summary>
    internal BoundedInput[] Inputs { get; }

    /// <summary>Measures a weight of the cell's own.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    public void Measure<T>(int weight, WeightSpan<T> from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WeightSpec spec = cell.Weights[weight];
        from.Require(spec, "weight");
        from.RequireFinite(spec);
        from.CopyTo(spec, values.Entries(weight));
        WeightSpan<double>.Over(values.Entries(weight), spec).RequireFinite(spec); // the sum of a bias of two vectors
        weights[weight] = CertifiedWeight.Of(slots[weight], values.Entries(weight), 0);
    }

    /// <summary>The certificate, once all weights are measured.</summary>
    /// <exception cref="ArgumentException">A matrix derived from weights is not finite.</exception>
    public Certificate Run()
    {
        MeasureDerived();
        UnitwiseAnalysis? unitwise =
            options.Rules == BoundRules.Tight
                ? new UnitwiseAnalysis(
                    new UnitwiseBound<Enclosure>(cell, cell.Weights, new CertifiedKernels(this)),
                    description.Signals.Count
                )
                : null;
        (BestGains finite, CertifiedRange[] ranges) = Finite(unitwise);
        CertifiedLimit? limit = Limit(unitwise, out BestGains? any, out BoundEvaluation<Enclosure> lastStep);
        SetResults? sets = options.Budget > TimeSpan.Zero ? Sets() : null;
        var certificate = new Certificate
        {
            Cell = cell.Definition.Name,
            Perturbation = options.Perturbation,
            Rules = options.Rules,
            InputBound = Inputs.Max(i => i.Bound),
            Inputs = [.. Inputs.Select((i, k) => new CertifiedInput(description.Inputs[k].Name, i.Bound, i.Scale))],
            AssumedInvariant = description.InvariantStates,
            Assumptions = [.. cell.Definition.Assumptions.Union(sets?.Assumptions ?? [])],
            Horizon = options.Horizon,
            Finite = sets?.BestFinite is { } narrower ? CertifiedGains.Smaller(finite.Gains, narrower) : finite.Gains,
            Ranges = WithNewStates(sets?.Ranges is { } tube ? [.. ranges.Zip(tube, Intersection)] : ranges),
            Limit = limit,
            Blocks = sets?.Blocks,
            Contraction = sets?.Contraction,
            Methods = Methods(finite, any, sets),
            Contributions = Contributions(lastStep),
            Verdict = string.Empty,
        };
        return certificate with { Verdict = CertificateVerdict.Of(certificate) };
    }

    private void MeasureDerived()
    {
        values.Derive();
        double[] errors = cell.OwnWeights < slots.Length ? values.EntryErrors() : [];
        for (int weight = cell.OwnWeights; weight < slots.Length; weight++)
        {
            weights[weight] = CertifiedWeight.Of(slots[weight], values.Entries(weight), errors[weight]);
        }
    }

    private BoundEvaluation<Enclosure> Evaluation(int horizon)
    {
        StepBound<Enclosure> bound = cell.CreateBound<Enclosure>(slots, options.Rules, horizon);
        bound.RecordSignals(description.Signals.Count);
        return new BoundEvaluation<Enclosure>(bound, description.OutputRow, slots, readOutSlot, Inputs, measured);
    }

    /// <summary>Gains and ranges over the horizon. The ranges unit by unit, where there are any, narrow those of the scalar bound at every
    /// step.</summary>
    private (BestGains Gains, CertifiedRange[] Ranges) Finite(UnitwiseAnalysis? unitwise)
    {
        var states = new List<(double Lo, double Hi)[]>();
        CertifiedRange[]? narrow = null;
        double[]? moved = unitwise?.Moved(
            options.Horizon,
            () =>
            {
                states.Add([.. Enumerable.Range(0, unitwise.States).Select(unitwise.NextRange)]);
                narrow = Hull(narrow, Ranges(unitwise));
            }
        );

        BoundEvaluation<Enclosure> evaluation = Evaluation(options.Horizon);
        CertifiedRange[]? ranges = null;
        evaluation.AfterStep = (bound, step) =>
        {
            ranges = Hull(ranges, Ranges(bound));
            for (int state = 0; state < bound.States && unitwise is not null; state++)
            {
                bound.Lo(step + 1, state) = Math.Max(bound.Lo(step + 1, state).Lower, states[step][state].Lo);
                bound.Hi(step + 1, state) = Math.Min(bound.Hi(step + 1, state).Upper, states[step][state].Hi);
            }
        };
        long runs = (long)options.Horizon * (options.Horizon + 1) / 2;
        BestGains gains = Gains(evaluation, e => e.Gain().Upper, moved, runs, channel => unitwise?.Impulses(channel));
        return (gains, narrow is null ? ranges! : [.. ranges!.Zip(narrow, Intersection)]);
    }

    private CertifiedRange[] Ranges(UnitwiseAnalysis unitwise) =>
        [
            .. description.Signals.Zip(
                unitwise.SignalRanges(),
                (signal, range) => new CertifiedRange(signal.Name, signal.Kind, range.Lo, range.Hi)
            ),
        ];

    private static CertifiedRange Intersection(CertifiedRange a, CertifiedRange b) =>
        a with
        {
            Lower = Math.Max(a.Lower, b.Lower),
            Upper = Math.Min(a.Upper, b.Upper),
        };

    private CertifiedRange[] Ranges(StepBound<Enclosure> bound) =>
        [
            .. description.Signals.Select(
                (signal, k) => new CertifiedRange(signal.Name, signal.Kind, bound.SignalRange(k).Lo.Lower, bound.SignalRange(k).Hi.Upper)
            ),
        ];

    private static CertifiedRange[] Hull(CertifiedRange[]? before, CertifiedRange[] now) =>
        before is null ? now : [.. before.Zip(now, Hull)];

    private static CertifiedRange Hull(CertifiedRange a, CertifiedRange b) =>
        a with
        {
            Lower = Math.Min(a.Lower, b.Lower),
            Upper = Math.Max(a.Upper, b.Upper),
        };

    /// <summary>What bears a state's name is its value before the step; here its value after the last one is in that range, too.</summary>
    private CertifiedRange[] WithNewStates(CertifiedRange[] ranges)
    {
        CertifiedRange[] all = [.. ranges];
        foreach (StateDefinition state in description.States)
        {
            all[state.Signal] = Hull(ranges[state.Signal], ranges[state.Next]);
        }

        return all;
    }

    private string RowName(int row) => row < description.StateNames.Count ? description.StateNames[row] : "output";

    private StepCoefficients Coefficients(StepBound<Enclosure> bound) =>
        new(
            Enumerable
                .Range(0, bound.RowCount)
                .ToDictionary(
                    RowName,
                    row =>
                        (IReadOnlyDictionary<string, double>)
                            Enumerable.Range(0, bound.States).ToDictionary(s => description.StateNames[s], s => bound.A(0, row, s).Upper)
                ),
            Enumerable.Range(0, bound.RowCount).ToDictionary(RowName, row => bound.B(0, row).Upper)
        );

    /// <summary>0·∞ = 0, and rounded up.</summary>
    private static double Times(double a, double b) =>
        a == 0 || b == 0 ? 0
        : b == 1 ? a
        : Math.BitIncrement(a * b);
}
