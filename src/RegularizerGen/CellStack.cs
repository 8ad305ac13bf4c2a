using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Stacks;

namespace RegularizerGen;

/// <summary>
/// Recurrent layers on top of each other, in one direction or in both, for certificates around sequences. In one direction a stack is one
/// cell whose states are those of all layers, and is certified as such; in both, layers are certified one by one, each for inputs within
/// the ranges of the outputs below (docs/sets.md).
/// </summary>
/// <remarks>The weights are copied. Calls may run side by side.</remarks>
public sealed class CellStack
{
    private readonly StackUnit[] units;
    private readonly int directions;

    /// <summary>A stack in one direction.</summary>
    /// <param name="layers">From the first layer up. Above the first, cells of one input, which is the output below.</param>
    /// <exception cref="ArgumentException">There is no layer, a layer does not fit on the one below, or its weights are not as many as its
    /// cell has, or not finite.</exception>
    public CellStack(params CellLayer[] layers)
        : this(1, layers) { }

    private CellStack(int directions, CellLayer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.directions = directions;
        CellCore[] cells = StackParts.Cells(directions, layers);
        Name = string.Join(", ", cells.Where((_, k) => k % directions == 0).Select(c => c.Definition.Name));
        units = StackParts.Units(directions, layers, cells);
    }

    /// <summary>A stack in both directions: the output of a layer at a step is that of its first direction, which has seen all steps up to
    /// there, beside that of its second, which has seen all steps from the last one down to there.</summary>
    /// <param name="layers">From the first layer up, both directions of each.</param>
    /// <inheritdoc cref="CellStack(CellLayer[])"/>
    public static CellStack Bidirectional(params (CellLayer Forward, CellLayer Reverse)[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return new CellStack(2, [.. layers.SelectMany(l => new[] { l.Forward, l.Reverse })]);
    }

    /// <summary>Names of the cells.</summary>
    public string Name { get; }

    /// <summary>Width of the inputs of a step.</summary>
    public int InputWidth => units[0].Cell.InputWidth;

    /// <summary>Width of the output of a step: of both directions, the sum of theirs.</summary>
    public int OutputWidth => units.TakeLast(directions).Sum(u => u.Cell.OutputWidth);

    /// <summary>Certificates around every sequence of a batch [steps, batch, inputs], in parallel: of the output, or of a read-out
    /// y = C·output + b of it. Gains and margins are those of the output at the last step.</summary>
    /// <param name="inputs">The nominal inputs.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="options">What is to be covered; states are given layer by layer, of each direction by direction.</param>
    /// <param name="readOut">C [outputs, width of the stack's output]; empty for none.</param>
    /// <param name="bias">b [outputs]; empty for none.</param>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps or not finite, an option is out of its range, or the
    /// read-out has the wrong shape or is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TubeCertificate[] CertifyAround<T>(
        ReadOnlySpan<T> inputs,
        int batch,
        TubeOptions options,
        MatrixSpan<T> readOut = default,
        ReadOnlySpan<T> bias = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        return CertifyAround(inputs, [.. Enumerable.Repeat(options, Math.Max(batch, 0))], readOut, bias);
    }

    /// <summary>The largest multiple of the radii for which no output moves by more than a tolerance at any step, or for which the largest
    /// output at the last step stays the largest.</summary>
    /// <param name="inputs">The nominal inputs [steps, inputs].</param>
    /// <param name="tolerance">The tolerance, greater than 0; null: the label is to stay.</param>
    /// <param name="options">Options; at least one radius is greater than 0.</param>
    /// <param name="readOut">C [outputs, width of the stack's output]; empty for none.</param>
    /// <param name="bias">b [outputs]; empty for none.</param>
    /// <inheritdoc cref="CertifyAround{T}(ReadOnlySpan{T}, int, TubeOptions, MatrixSpan{T}, ReadOnlySpan{T})"/>
    public TubeRadius LargestRadius<T>(
        ReadOnlySpan<T> inputs,
        double? tolerance,
        TubeOptions options,
        MatrixSpan<T> readOut = default,
        ReadOnlySpan<T> bias = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        OutputRows?[] rows = StackReadOut.Rows(units, directions, readOut, bias);
        TubeRuns.RequireTolerance(tolerance, rows[0]?.Count ?? OutputWidth);
        return new RadiusSearch(Around(NominalInputs.Split(inputs, 1, InputWidth)[0], options, rows), options).Run(tolerance);
    }

    /// <summary>The same for options sequence by sequence, as many as there are sequences.</summary>
    internal TubeCertificate[] CertifyAround<T>(ReadOnlySpan<T> inputs, TubeOptions[] options, MatrixSpan<T> readOut, ReadOnlySpan<T> bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OutputRows?[] rows = StackReadOut.Rows(units, directions, readOut, bias);
        double[][] sequences = NominalInputs.Split(inputs, options.Length, InputWidth);
        return TubeRuns.Certify([.. sequences.Select((s, k) => Around(s, options[k], rows))], options[0]);
    }

    private INeighbourhood Around(double[] sequence, TubeOptions options, OutputRows?[] rows)
    {
        options.Validate(sequence.Length / InputWidth, InputWidth);
        return directions == 2
            ? new BidirectionalNeighbourhood(units, [.. rows.OfType<OutputRows>()], Name, sequence, options)
            : new CellNeighbourhood(
                units[0].Cell,
                units[0].Weights,
                rows[0],
                InputSet.Around(units[0].Cell, sequence, options),
                options.Effort,
                options.Cancellation
            );
    }
}
