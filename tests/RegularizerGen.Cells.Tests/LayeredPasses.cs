using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Cells.Tests;

/// <summary>What layers compute, each by the passes of its own cell: sequences are [steps, batch, width].</summary>
/// <param name="layers">Layer by layer, one or two directions each.</param>
/// <param name="steps">Steps of the sequences.</param>
/// <param name="batch">Number of sequences.</param>
internal sealed class LayeredPasses(CellLayer[][] layers, int steps, int batch)
{
    /// <summary>The outputs.</summary>
    public double[] Forward(double[] inputs) => layers.Aggregate(inputs, Forward);

    /// <summary>The gradient of the inputs for one of the outputs.</summary>
    public double[] Backward(double[] inputs, double[] gradient)
    {
        var arriving = new List<double[]> { inputs };
        foreach (CellLayer[] layer in layers[..^1])
        {
            arriving.Add(Forward(arriving[^1], layer));
        }

        for (int layer = layers.Length - 1; layer >= 0; layer--)
        {
            gradient = Backward(layers[layer], arriving[layer], gradient);
        }

        return gradient;
    }

    private double[] Forward(double[] inputs, CellLayer[] layer)
    {
        double[] forward = Outputs(layer[0], inputs);
        if (layer.Length == 1)
        {
            return forward;
        }

        double[] reverse = Reversed(Outputs(layer[1], Reversed(inputs)));
        (int one, int other) = (forward.Length / steps / batch, reverse.Length / steps / batch);
        return [.. forward.Chunk(one).Zip(reverse.Chunk(other), (a, b) => a.Concat(b)).SelectMany(both => both)];
    }

    private double[] Backward(CellLayer[] layer, double[] inputs, double[] gradient)
    {
        if (layer.Length == 1)
        {
            return Inputs(layer[0], inputs, gradient);
        }

        int both = gradient.Length / steps / batch;
        int one = Outputs(layer[0], inputs).Length / steps / batch;
        double[] forward = Inputs(layer[0], inputs, [.. gradient.Chunk(both).SelectMany(g => g[..one])]);
        double[] reverse = Inputs(layer[1], Reversed(inputs), Reversed([.. gradient.Chunk(both).SelectMany(g => g[one..])]));
        return [.. forward.Zip(Reversed(reverse), (a, b) => a + b)];
    }

    private double[] Outputs(CellLayer layer, double[] inputs) =>
        layer.Cell.Forward([.. layer.Sizes], steps, batch, (double[])[.. layer.Parameters], inputs);

    private double[] Inputs(CellLayer layer, double[] inputs, double[] gradient) =>
        layer.Cell.Backward([.. layer.Sizes], steps, batch, (double[])[.. layer.Parameters], inputs, gradient).Inputs;

    private double[] Reversed(double[] sequences) => [.. sequences.Chunk(sequences.Length / steps).Reverse().SelectMany(step => step)];
}
