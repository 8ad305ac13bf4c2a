using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Conditional;
using RegularizerGen.Definitions;

namespace RegularizerGen.Sets;

/// <summary>
/// Computes certificates of one cell around nominal sequences. Generated code creates one per call, hands over the weights by number, and
/// runs it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TubeCertifier
{
    private readonly CellCore cell;
    private readonly SetWeights weights;
    private readonly OutputRows? readOut;

    private TubeCertifier(CellCore cell, OutputRows? readOut)
    {
        (this.cell, this.readOut) = (cell, readOut);
        weights = new SetWeights(cell);
    }

    /// <summary>Starts a certificate.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="readOut">C of a linear read-out y = C·output; empty for none.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The read-out has the wrong shape or an entry that is not finite, or T is neither float nor
    /// double.</exception>
    public static TubeCertifier Create<T>(CellCore cell, MatrixSpan<T> readOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(cell);
        Kernels.ElementType.Require<T>();
        if (readOut.Rows == 0)
        {
            return new TubeCertifier(cell, null);
        }

        var spec = new WeightSpec("readOut", WeightKind.Matrix, readOut.Rows, cell.OutputWidth, WeightUses.OperatorNorm);
        double[] copy = new double[readOut.Rows * readOut.Columns];
        WeightSpan<T> whole = readOut;
        whole.Require(spec, "weight");
        whole.RequireFinite(spec);
        whole.CopyTo(spec, copy);
        return new TubeCertifier(cell, new OutputRows(copy, cell.OutputWidth));
    }

    /// <summary>Takes a weight of the cell's own.</summary>
    /// <exception cref="ArgumentException">Its shape is not the cell's, or an entry is not finite.</exception>
    public void Measure<T>(int weight, WeightSpan<T> from)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.Take(weight, from);

    /// <summary>Proves how far the output, or a read-out y = C·output, can move around a nominal input sequence [steps, inputs]: reach,
    /// movement, gains and margins (<see cref="TubeCertificate"/>). Rigorous against rounding, at the cost of some milliseconds to
    /// seconds.</summary>
    /// <param name="inputs">The nominal inputs.</param>
    /// <param name="options">What it is to cover.</param>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps or not finite, an option is out of its range, or a
    /// matrix derived from weights is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TubeCertificate Run<T>(ReadOnlySpan<T> inputs, TubeOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(inputs, 1, options)[0];

    /// <summary>Certificates around every sequence of a batch [steps, batch, inputs], in parallel.</summary>
    /// <param name="inputs">The nominal inputs.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="options">What they are to cover.</param>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, TubeOptions)"/>
    public TubeCertificate[] Run<T>(ReadOnlySpan<T> inputs, int batch, TubeOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        double[][] sequences = NominalInputs.Split(inputs, batch, cell.InputWidth);
        options.Validate(sequences[0].Length / cell.InputWidth, cell.InputWidth);
        INeighbourhood[] neighbourhoods = [.. sequences.Select(s => Around(s, options))];
        weights.Complete();
        return TubeRuns.Certify(neighbourhoods, options);
    }

    /// <summary>The largest multiple of the radii for which no output moves by more than a tolerance at any step, or for which the largest
    /// output at the last step stays the largest.</summary>
    /// <param name="inputs">The nominal inputs [steps, inputs].</param>
    /// <param name="tolerance">The tolerance, greater than 0; null: the label is to stay.</param>
    /// <param name="options">Options; at least one radius is greater than 0.</param>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, TubeOptions)"/>
    public TubeRadius LargestRadius<T>(ReadOnlySpan<T> inputs, double? tolerance, TubeOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        TubeRuns.RequireTolerance(tolerance, readOut?.Count ?? cell.OutputWidth);
        double[] sequence = NominalInputs.Split(inputs, 1, cell.InputWidth)[0];
        options.Validate(sequence.Length / cell.InputWidth, cell.InputWidth);
        INeighbourhood neighbourhood = Around(sequence, options);
        weights.Complete();
        return new RadiusSearch(neighbourhood, options).Run(tolerance);
    }

    /// <summary>The least and the largest value of every unit of those signals that derivatives depend on, over input sequences [steps,
    /// batch, inputs] of which each begins at the same states: ranges to certify within (<see cref="SignalRanges"/>), with a
    /// margin.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="initialStates">The states before the first step, state by state [units]; null for zero.</param>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps or not finite, a state has the wrong length or is not
    /// finite, or a signal leaves the range of numbers; the message names it.</exception>
    public SignalRanges ObserveRanges<T>(ReadOnlySpan<T> inputs, int batch, IReadOnlyList<double[]>? initialStates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] sequences = NominalInputs.Split(inputs, batch, cell.InputWidth);
        double[][] initial = InputSet.InitialStates(cell, new TubeOptions { InitialStates = initialStates });
        weights.Complete();
        return RangeObserver.Run(cell, weights, sequences, initial);
    }

    /// <summary>Proves how far the output, or a read-out y = C·output, can move while all signals stay in ranges that are declared or were
    /// observed, and by how much watched values must stay within them so that it holds (<see cref="ConditionalCertificate"/>).</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="options">What it is to cover.</param>
    /// <exception cref="ArgumentException">An option is out of its range; a range is of no signal of the cell, of another width, missing,
    /// or contradicts others; or a matrix derived from weights is not finite. The message names it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ConditionalCertificate Within(SignalRanges ranges, ConditionalOptions options)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(cell.InputWidth);
        weights.Complete();
        return ConditionalAnalysis.Run(cell, weights, readOut ?? OutputRows.Units(cell.OutputWidth), ranges, options);
    }

    private CellNeighbourhood Around(double[] sequence, TubeOptions options) =>
        new(cell, weights, readOut, InputSet.Around(cell, sequence, options), options.Effort, options.Cancellation);
}
