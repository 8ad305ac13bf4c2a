using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using RegularizerGen.Bounds;
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

    /// <summary>The certificate around one sequence, once all weights are taken.</summary>
    /// <param name="inputs">The nominal inputs [steps, inputs].</param>
    /// <param name="options">What it is to cover.</param>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps or not finite, an option is out of its range, or a matrix
    /// derived from weights is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TubeCertificate Run<T>(ReadOnlySpan<T> inputs, TubeOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(inputs, 1, options)[0];

    /// <summary>Certificates around every sequence of a batch [steps, batch, inputs].</summary>
    /// <inheritdoc cref="Run{T}(ReadOnlySpan{T}, TubeOptions)"/>
    public IReadOnlyList<TubeCertificate> Run<T>(ReadOnlySpan<T> inputs, int batch, TubeOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        double[][] sequences = NominalInputs.Split(inputs, batch, cell.InputWidth);
        int steps = sequences[0].Length / cell.InputWidth;
        options.Validate(steps, cell.InputWidth);
        var sets = new InputSet[batch];
        for (int k = 0; k < batch; k++)
        {
            sets[k] = InputSet.Around(cell, sequences[k], options);
        }

        weights.Complete();
        var certificates = new TubeCertificate[batch];
        int done = 0;
        var parallel = new ParallelOptions
        {
            CancellationToken = options.Cancellation,
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
        };
        Parallel.For(
            0,
            batch,
            parallel,
            k =>
            {
                Action<double>? progress = batch == 1 && options.Progress is { } p ? p.Report : null;
                certificates[k] = new TubeAnalysis(cell, weights, readOut, sets[k], progress, options.Cancellation).Run();
                options.Progress?.Report(System.Threading.Interlocked.Increment(ref done) / (double)batch);
            }
        );
        return certificates;
    }
}
