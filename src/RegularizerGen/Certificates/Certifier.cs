using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Kernels;
using RegularizerGen.Numbers;

namespace RegularizerGen.Certificates;

/// <summary>
/// Computes the certificate of one cell: the generated bound, run over enclosures on weights that were measured from above. Generated code creates one per call,
/// hands over the weights by number, and runs it.
/// </summary>
public sealed class Certifier
{
    private readonly string cell;
    private readonly BoundDescription description;
    private readonly int inputs;
    private readonly CertificateOptions options;
    private readonly TikhonovOptions measured;
    private readonly WeightSlot[] slots;
    private readonly CertifiedWeight?[] weights;
    private readonly Func<WeightSlot[], int, StepBound<Enclosure>> createBound;
    private readonly WeightSlot? readOutSlot;
    private readonly CertifiedWeight? readOut;

    /// <summary>Starts a certificate.</summary>
    /// <param name="cell">Name of the cell.</param>
    /// <param name="specs">Its weights.</param>
    /// <param name="description">Its fixed facts.</param>
    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output signal.</param>
    /// <param name="options">Options; validated here.</param>
    /// <param name="readOut">C of a linear read-out y = C·output; empty for none.</param>
    /// <param name="createBound">Creates the generated bound over the given slots, for a number of steps.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the read-out has the wrong shape or an entry that is not finite.</exception>
    public Certifier(
        string cell,
        IReadOnlyList<WeightSpec> specs,
        BoundDescription description,
        int inputs,
        int outputs,
        CertificateOptions options,
        MatrixSpan<double> readOut,
        Func<WeightSlot[], int, StepBound<Enclosure>> createBound)
    {
        ArgumentNullException.ThrowIfNull(specs);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.cell = cell;
        this.description = description;
        this.inputs = inputs;
        this.options = options;
        this.createBound = createBound;
        measured = options.Measured(readOut.Rows);
        slots = [.. specs.Select(s => new WeightSlot(s, measured))];
        weights = new CertifiedWeight?[slots.Length];
        OutputCount = readOut.Rows > 0 ? readOut.Rows : outputs;
        if (readOut.Rows > 0)
        {
            var spec = new WeightSpec("readOut", WeightKind.Matrix, readOut.Rows, outputs, WeightUses.OperatorNorm);
            ShapeCheck.Require(readOut, readOut.Rows, outputs, "weight", spec.Name);
            readOutSlot = new WeightSlot(spec, measured);
            this.readOut = CertifiedWeight.Of(readOutSlot, readOut, 0);
        }
    }

    private int OutputCount { get; }

    private double InputBound => options.InputBound ?? description.InputBound;

    /// <summary>Measures matrix number <paramref name="weight"/>, whose entries are known to the given absolute error.</summary>
    public void Measure(int weight, MatrixSpan<double> values, double entryError = 0) => weights[weight] = CertifiedWeight.Of(slots[weight], values, entryError);

    /// <summary>Measures a vector.</summary>
    public void Measure(int weight, Span<double> values) => weights[weight] = CertifiedWeight.Of(slots[weight], values);

    /// <summary>Measures a bias.</summary>
    public void Measure(int weight, BiasSpan<double> values) => weights[weight] = CertifiedWeight.Of(slots[weight], values.First);

    /// <summary>The certificate.</summary>
    public Certificate Run()
    {
        BoundEvaluation<Enclosure> evaluation = Evaluation(options.Horizon);
        CertifiedRange[]? ranges = null;
        evaluation.AfterStep = bound => ranges = Hull(ranges, Ranges(bound));
        double gain = evaluation.Gain().Upper;
        evaluation.AfterStep = null;
        var finite = new CertifiedGains(gain, Outputs(gain), Channels(evaluation, e => e.Gain().Upper));
        CertifiedLimit? limit = Limit(out BoundEvaluation<Enclosure> lastStep);
        var certificate = new Certificate
        {
            Cell = cell,
            Perturbation = options.Perturbation,
            Rules = options.Rules,
            InputBound = InputBound,
            AssumedInvariant = description.InvariantStates,
            Horizon = options.Horizon,
            Finite = finite,
            Ranges = ranges!,
            Limit = limit,
            Contributions = Contributions(lastStep),
            Verdict = string.Empty,
        };
        return certificate with { Verdict = CertificateReport.Verdict(certificate) };
    }

    private BoundEvaluation<Enclosure> Evaluation(int horizon)
    {
        StepBound<Enclosure> bound = createBound(slots, horizon);
        bound.RecordSignals(description.Signals.Count);
        return new BoundEvaluation<Enclosure>(bound, description.OutputRow, slots, readOutSlot, inputs, InputBound, measured);
    }

    /// <summary>Invariant ranges, and what follows from A and B at them. The evaluation that is handed out stands at these ranges, or at the last step of the horizon where there are none.</summary>
    private CertifiedLimit? Limit(out BoundEvaluation<Enclosure> evaluation)
    {
        evaluation = Evaluation(1);
        StepBound<Enclosure> bound = evaluation.Steps;
        evaluation.Start();
        double[] lo = [.. Enumerable.Range(0, bound.States).Select(s => bound.Lo(0, s).Lower)];
        double[] hi = [.. Enumerable.Range(0, bound.States).Select(s => bound.Hi(0, s).Upper)];
        if (!InvariantRanges.TryFind(lo, hi, Step))
        {
            evaluation = Evaluation(1);
            LeaveAtHorizon(evaluation);
            return null;
        }

        Step(lo, hi, new double[lo.Length], new double[lo.Length]);
        NonNegativeMatrix matrix = Matrix(bound);
        double radius = matrix.SpectralRadius();
        double readOutNorm = readOutSlot?.Operator.Value ?? 1;
        double StateGain(NonNegativeMatrix m) => radius < 1 ? (options.Perturbation == Perturbation.WhiteNoise ? m.RootOfSquares() : m.SumOfSteps()) : double.PositiveInfinity;
        double gain = Times(StateGain(matrix), readOutNorm);
        BoundEvaluation<Enclosure> atLimit = evaluation;
        double[] channels = Channels(evaluation, e =>
        {
            e.Start();
            Step(lo, hi, new double[lo.Length], new double[lo.Length]);
            return Times(StateGain(Matrix(e.Steps)), readOutNorm);
        });
        atLimit.Start();
        Step(lo, hi, new double[lo.Length], new double[lo.Length]);
        return new CertifiedLimit(Ranges(bound), Coefficients(bound), radius, new CertifiedGains(gain, Outputs(gain), channels), radius < 1 ? matrix.RecoveryTime(options.RecoveryFraction / readOutNorm) : null);

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

    /// <summary>Per output: rows of the read-out by their own norm; units of the output signal share its bound.</summary>
    private double[] Outputs(double gain)
    {
        double[] result = new double[OutputCount];
        Array.Fill(result, gain);
        for (int row = 0; readOut is not null && row < result.Length; row++)
        {
            ReadOnlySpan<double> entries = readOut.Values.Slice(row * readOut.Slot.Spec.Columns, readOut.Slot.Spec.Columns);
            double norm = options.Perturbation == Perturbation.Peak ? RigorousNorms.LargestRowSum(entries, 1, entries.Length) : RigorousNorms.Euclidean(entries);
            double whole = readOutSlot!.Operator.Value;
            result[row] = whole == 0 ? 0 : Math.Min(gain, Math.BitIncrement(Times(gain, norm) / whole * (1 + (4 * RigorousNorms.Roundoff))));
        }

        return result;
    }

    /// <summary>The gain where one input channel is disturbed alone: the norms of the first matrices on the input become those of its column.</summary>
    private double[] Channels(BoundEvaluation<Enclosure> evaluation, Func<BoundEvaluation<Enclosure>, double> gainOf)
    {
        Enclosure width = evaluation.Steps.InputWidth;
        double[] before = [.. slots.Select(s => s.Input.Value)];
        double[] result = new double[inputs];
        evaluation.Steps.InputWidth = 1;
        for (int channel = 0; channel < inputs; channel++)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                if (slots[k].Input.IsUsed)
                {
                    slots[k].Input.Set(slots[k].Input.Kind, weights[k]!.ChannelNorm(channel, slots[k].Input.Kind), 0);
                }
            }

            result[channel] = gainOf(evaluation);
        }

        for (int k = 0; k < slots.Length; k++)
        {
            slots[k].Input.Set(slots[k].Input.Kind, before[k], 0);
        }

        evaluation.Steps.InputWidth = width;
        return result;
    }

    private CertifiedRange[] Ranges(StepBound<Enclosure> bound) =>
    [
        .. description.Signals.Select((signal, k) => new CertifiedRange(signal.Name, signal.Kind, bound.SignalRange(k).Lo.Lower, bound.SignalRange(k).Hi.Upper)),
    ];

    private static CertifiedRange[] Hull(CertifiedRange[]? before, CertifiedRange[] now) =>
        before is null ? now : [.. before.Zip(now, (a, b) => a with { Lower = Math.Min(a.Lower, b.Lower), Upper = Math.Max(a.Upper, b.Upper) })];

    private NonNegativeMatrix Matrix(StepBound<Enclosure> bound) => new(
        [.. Enumerable.Range(0, bound.RowCount * bound.States).Select(k => bound.A(0, k / bound.States, k % bound.States).Upper)],
        [.. Enumerable.Range(0, bound.RowCount).Select(row => bound.B(0, row).Upper)],
        bound.States,
        description.OutputRow);

    private string RowName(int row) => row < description.StateNames.Count ? description.StateNames[row] : "output";

    private StepCoefficients Coefficients(StepBound<Enclosure> bound) => new(
        Enumerable.Range(0, bound.RowCount).ToDictionary(RowName, row => (IReadOnlyDictionary<string, double>)Enumerable.Range(0, bound.States).ToDictionary(s => description.StateNames[s], s => bound.A(0, row, s).Upper)),
        Enumerable.Range(0, bound.RowCount).ToDictionary(RowName, row => bound.B(0, row).Upper));

    /// <summary>By how much each coefficient falls without each norm; what is left without any is direct.</summary>
    private Contribution[] Contributions(BoundEvaluation<Enclosure> evaluation)
    {
        StepBound<Enclosure> bound = evaluation.Steps;
        (NormSlot[] norms, WeightSlot[] owners) = BoundEvaluation<Enclosure>.NormTable(slots);
        Enclosure[] kept = [.. bound.Norms];
        double[] all = Values();
        var result = new List<Contribution>();
        foreach (IGrouping<string, int> weight in Enumerable.Range(0, norms.Length).GroupBy(k => owners[k].Spec.Name))
        {
            Add(weight.Key, weight);
        }

        Array.Clear(bound.Norms);
        bound.Forward(0);
        result.AddRange(Values().Select((value, k) => Of(k, "direct", value)));
        kept.CopyTo(bound.Norms, 0);
        bound.Forward(0);
        return [.. result.Where(c => c.Amount > 0).OrderByDescending(c => c.Amount)];

        double[] Values() => [.. Enumerable.Range(0, bound.RowCount).SelectMany(row => Enumerable.Range(0, bound.States).Select(s => bound.A(0, row, s).Upper).Append(bound.B(0, row).Upper))];

        Contribution Of(int k, string weight, double amount)
        {
            int row = k / (bound.States + 1);
            int column = k % (bound.States + 1);
            string name = column < bound.States ? $"A[{RowName(row)}, {description.StateNames[column]}]" : $"B[{RowName(row)}]";
            return new Contribution(name, weight, amount, amount / all[k]);
        }

        void Add(string name, IEnumerable<int> weight)
        {
            foreach (int k in weight)
            {
                bound.Norms[k] = 0;
            }

            bound.Forward(0);
            double[] without = Values();
            result.AddRange(all.Select((value, k) => Of(k, name, value - without[k])));
            kept.CopyTo(bound.Norms, 0);
        }
    }

    /// <summary>0·∞ = 0, and rounded up.</summary>
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : b == 1 ? a : Math.BitIncrement(a * b);
}
