using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Stacks;

namespace RegularizerGen.Training;

/// <summary>
/// Layers of own cells on top of each other, as one recurrent network: the input of a layer is the output of the one below at the same
/// step. What is made of it (<see cref="StackPasses{T}"/>, <see cref="StackPenalty{T}"/>) goes through all layers at once.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LayerStack<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StackLayer<T>[] layers;
    private readonly (int Layer, int Weight)[] weights;
    private readonly CellCore[] cells;

    /// <summary>Puts the layers on top of each other.</summary>
    /// <param name="layers">From the first layer up. Above the first, cells of one input, as wide as the output below.</param>
    /// <exception cref="ArgumentException">There is no layer, or a layer does not fit on the one below.</exception>
    public LayerStack(params StackLayer<T>[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = [.. layers];
        cells = StackParts.Cells(1, [.. layers.Select(l => l?.Copy()!)]);
        Core = cells.Length == 1 ? cells[0] : new StackedCore(cells, [.. cells.Select((_, k) => $"layer {k}: ")]);
        weights = [.. cells.SelectMany((cell, layer) => Enumerable.Range(0, cell.OwnWeights).Select(weight => (layer, weight)))];
    }

    /// <summary>Parameters and gradients of all layers, for an optimizer.</summary>
    public IReadOnlyList<Trainable<T>> Trainable => [.. layers.Select(l => l.Trainable)];

    /// <summary>Width of the inputs of a step.</summary>
    public int InputWidth => Core.InputWidth;

    /// <summary>Width of the output of a step: that of the last layer.</summary>
    public int OutputWidth => Core.OutputWidth;

    /// <summary>All layers as one cell.</summary>
    internal CellCore Core { get; }

    /// <summary>Number of weights of all layers.</summary>
    internal int WeightCount => weights.Length;

    /// <summary>The stack as it is now, for certificates around sequences: the weights are copied.</summary>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public CellStack Copy() => new([.. layers.Select(l => l.Copy())]);

    /// <summary>The stack as it is now, step by step, with its states carried along: the weights are copied.</summary>
    /// <param name="batch">Number of sequences side by side, at least 1.</param>
    /// <exception cref="ArgumentException">The batch is less than 1, or a weight is not finite.</exception>
    public CellStream<T> Stream(int batch = 1)
    {
        var stream = new CellStream<T>(Core, batch);
        for (int k = 0; k < weights.Length; k++)
        {
            stream.Read(k, Weight(k));
        }

        return stream.Ready();
    }

    /// <summary>A weight, numbered from the first layer up.</summary>
    internal WeightSpan<T> Weight(int number) => Slice(number, layers[weights[number].Layer].Parameters.Span);

    /// <summary>The gradient of a weight.</summary>
    internal WeightSpan<T> Gradient(int number) => Slice(number, layers[weights[number].Layer].Gradient.Span);

    private WeightSpan<T> Slice(int number, Span<T> parameters) =>
        CellDescription.Slice(cells[weights[number].Layer], parameters, weights[number].Weight);
}
