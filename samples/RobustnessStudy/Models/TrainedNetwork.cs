using System;
using System.Linq;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Models;

/// <summary>A trained network: a copy of weights, and what can be asked of it.</summary>
public sealed class TrainedNetwork(CellDescription cell, int inputs, int units, float[] weights, float[] readOut)
{
    /// <summary>Number of inputs X.</summary>
    public int Inputs => inputs;

    /// <summary>Number of outputs Y.</summary>
    public int Outputs => readOut.Length / (units + 1);

    /// <summary>Weights of the cell and of the read-out, flat.</summary>
    public ReadOnlySpan<float> Weights => weights.Concat(readOut).ToArray();

    /// <summary>Inputs first; all states are as wide.</summary>
    private int[] Sizes => [inputs, .. Enumerable.Repeat(units, cell.SizeNames.Count - 1)];

    private float[] Rows => readOut[..(Outputs * units)];

    /// <summary>Free-running outputs [steps, batch, Y] of inputs [steps, batch, X], from zero states.</summary>
    public float[] Simulate(float[] series, int batch = 1)
    {
        ArgumentNullException.ThrowIfNull(series);
        int rows = series.Length / inputs;
        float[] hidden = cell.Forward(Sizes, rows / batch, batch, weights, series);
        var linear = new LinearReadOut<float>(units, Outputs);
        readOut.CopyTo(linear.Trainable.Values);
        float[] outputs = new float[rows * Outputs];
        linear.Forward(hidden, outputs);
        return outputs;
    }

    /// <summary>What is proved from the weights alone.</summary>
    public Certificate Certify(CertificateOptions options) => cell.Certify(Sizes, options, weights, Rows);

    /// <summary>The largest bound of the inputs at which it is proved to forget them.</summary>
    public ContractiveBound LargestContractiveBound(CertificateOptions options) => cell.LargestContractiveBound(Sizes, options, weights);

    /// <summary>The network around trajectories.</summary>
    public NetworkTrajectories Trajectories() =>
        new(cell, Sizes, Array.ConvertAll(weights, w => (double)w), Array.ConvertAll(Rows, w => (double)w));
}
