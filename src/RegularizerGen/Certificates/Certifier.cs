using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;
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
        values.Derive();
        double[] errors = cell.OwnWeights < slots.Length ? values.EntryErrors() : [];
        for (int weight = cell.OwnWeights; weight < slots.Length; weight++)
        {
            weights[weight] = CertifiedWeight.Of(slots[weight], values.Entries(weight), errors[weight]);
        }

        UnitwiseAnalysis? unitwise =
            options.Rules == BoundRules.Tight
                ? new UnitwiseAnalysis(
                    new UnitwiseBound<Enclosure>(cell, cell.Weights, new CertifiedKernels(this)),
                    description.Signals.Count
                )
                : null;
        (CertifiedGains finite, CertifiedRange[] ranges) = Finite(unitwise);
        CertifiedLimit? limit = Limit(unitwise, out BoundEvaluation<Enclosure> lastStep);
        var certificate = new Certificate
        {
            Cell = cell.Definition.Name,
            Perturbation = options.Perturbation,
            Rules = options.Rules,
            InputBound = Inputs.Max(i => i.Bound),
            Inputs = [.. Inputs.Select((i, k) => new CertifiedInput(description.Inputs[k].Name, i.Bound, i.Scale))],
            AssumedInvariant = description.InvariantStates,
            Assumptions = cell.Definition.Assumptions,
            Horizon = options.Horizon,
            Finite = finite,
            Ranges = ranges,
            Limit = limit,
            Contributions = Contributions(lastStep),
            Verdict = string.Empty,
        };
        return certificate with { Verdict = CertificateReport.Verdict(certificate) };
    }

    private BoundEvaluation<Enclosure> Evaluation(int horizon)
    {
        StepBound<Enclosure> bound = cell.CreateBound<Enclosure>(slots, options.Rules, horizon);
        bound.RecordSignals(description.Signals.Count);
        return new BoundEvaluation<Enclosure>(bound, description.OutputRow, slots, readOutSlot, Inputs, measured);
    }

    /// <summary>Gains and ranges over the horizon. The ranges unit by unit, where there are any, narrow those of the scalar bound at every
    /// step.</summary>
    private (CertifiedGains Gains, CertifiedRange[] Ranges) Finite(UnitwiseAnalysis? unitwise)
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
        CertifiedGains gains = Gains(evaluation, e => e.Gain().Upper, moved, runs, channel => unitwise?.Impulses(channel));
        return (gains, narrow is null ? ranges! : [.. ranges!.Zip(narrow, Intersection)]);
    }

    /// <summary>Invariant ranges, and what follows from A and B at them. The evaluation that is handed out stands at these ranges, or at
    /// the last step of the horizon where there are none.</summary>
    private CertifiedLimit? Limit(UnitwiseAnalysis? unitwise, out BoundEvaluation<Enclosure> evaluation)
    {
        evaluation = Evaluation(1);
        StepBound<Enclosure> bound = evaluation.Steps;
        evaluation.Start();
        double[] lo = [.. Enumerable.Range(0, bound.States).Select(s => bound.Lo(0, s).Lower)];
        double[] hi = [.. Enumerable.Range(0, bound.States).Select(s => bound.Hi(0, s).Upper)];
        bool settled = unitwise?.TrySettle() == true;
        for (int state = 0; state < lo.Length && settled; state++)
        {
            (lo[state], hi[state]) = unitwise!.PreviousRange(state);
        }

        if (!settled && !InvariantRanges.TryFind(lo, hi, Step))
        {
            evaluation = Evaluation(1);
            LeaveAtHorizon(evaluation);
            return null;
        }

        AtLimit(evaluation);
        StepCoefficients coefficients = Coefficients(bound);
        CertifiedRange[] ranges = settled ? [.. Ranges(bound).Zip(Ranges(unitwise!), Intersection)] : Ranges(bound);
        NonNegativeMatrix matrix = Matrix(bound);
        double radius = matrix.SpectralRadius();
        double readOutNorm = readOutSlot?.Operator.Value ?? 1;
        int? recovery = radius < 1 ? matrix.RecoveryTime(Math.BitDecrement(options.RecoveryFraction / readOutNorm)) : null;
        CertifiedGains gains = Gains(
            evaluation,
            GainAtLimit,
            settled ? unitwise!.LimitMoved() : null,
            runs: 1000,
            channel => settled ? unitwise!.LimitImpulses(channel) : null
        );
        double decay = radius;
        if (settled && options.Perturbation == Perturbation.Peak)
        {
            decay = Math.Min(radius, unitwise!.Rate);
            recovery = Earlier(recovery, unitwise.RecoveryTime(options.RecoveryFraction, moved => ReadOut(moved).Max()));
        }

        AtLimit(evaluation);
        return new CertifiedLimit(ranges, coefficients, radius, decay, gains, recovery);

        double GainAtLimit(BoundEvaluation<Enclosure> e)
        {
            AtLimit(e);
            NonNegativeMatrix step = Matrix(e.Steps);
            return step.SpectralRadius() < 1
                ? Times(options.Perturbation == Perturbation.WhiteNoise ? step.RootOfSquares() : step.SumOfSteps(), readOutNorm)
                : double.PositiveInfinity;
        }

        void AtLimit(BoundEvaluation<Enclosure> e)
        {
            e.Start();
            Step(lo, hi, new double[lo.Length], new double[lo.Length]);
        }

        void Step(ReadOnlySpan<double> fromLo, ReadOnlySpan<double> fromHi, Span<double> toLo, Span<double> toHi)
        {
            for (int s = 0; s < bound.States; s++)
            {
                bound.Lo(0, s) = fromLo[s];
                bound.Hi(0, s) = fromHi[s];
            }

            bound.Forward(0);
            for (int s = 0; s < bound.States; s++)
            {
                toLo[s] = bound.Lo(1, s).Lower;
                toHi[s] = bound.Hi(1, s).Upper;
            }
        }
    }

    private static int? Earlier(int? a, int? b) => a is null || b < a ? b : a;

    private void LeaveAtHorizon(BoundEvaluation<Enclosure> evaluation)
    {
        StepBound<Enclosure> bound = evaluation.Steps;
        evaluation.Start();
        for (int step = 0; step < options.Horizon; step++)
        {
            bound.Forward(0);
            for (int s = 0; s < bound.States && step + 1 < options.Horizon; s++)
            {
                bound.Lo(0, s) = bound.Lo(1, s);
                bound.Hi(0, s) = bound.Hi(1, s);
            }
        }
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
        before is null
            ? now
            : [.. before.Zip(now, (a, b) => a with { Lower = Math.Min(a.Lower, b.Lower), Upper = Math.Max(a.Upper, b.Upper) })];

    private NonNegativeMatrix Matrix(StepBound<Enclosure> bound) =>
        new(
            [.. Enumerable.Range(0, bound.RowCount * bound.States).Select(k => bound.A(0, k / bound.States, k % bound.States).Upper)],
            [.. Enumerable.Range(0, bound.RowCount).Select(row => bound.B(0, row).Upper)],
            bound.States,
            description.OutputRow
        );

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
