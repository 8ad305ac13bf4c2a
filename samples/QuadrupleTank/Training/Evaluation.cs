using System;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>What a trained network is worth.</summary>
public static class Evaluation
{
    /// <summary>First samples that do not count: the network starts from zero states, not from the process' own.</summary>
    public const int WashOut = 20;

    private const int NoiseDraws = 5;
    private const int MeasuredWindows = 40;

    /// <summary>Standard deviations of the input noise that networks are tested under.</summary>
    public static double[] NoiseLevels { get; } = [0, 0.05, 0.1, 0.2];

    /// <summary>The free-running simulation of a series from zero states, with noise of the given deviation on the inputs.</summary>
    public static float[] Simulate(Network network, Series series, double noise, int seed)
    {
        float[] inputs = [.. series.Inputs];
        if (noise > 0)
        {
            InputNoise.Add(inputs, noise, new Random(seed));
        }

        int samples = inputs.Length / network.Shape.Inputs;
        var unrolled = new Lstm.Unrolled<float>(network.Shape, samples, batch: 1);
        unrolled.Forward(network.Cell, inputs);
        float[] outputs = new float[samples * network.Outputs];
        network.Read(unrolled.Output, outputs);
        return outputs;
    }

    /// <summary>FIT % = 100 (1 - ‖y - ŷ‖ / ‖y - mean y‖), averaged over the outputs and over draws of the noise.</summary>
    public static double Fit(Network network, Series series, double noise, int seed)
    {
        int draws = noise > 0 ? NoiseDraws : 1;
        return Enumerable.Range(0, draws).Average(draw => Fit(series.Clean, Simulate(network, series, noise, seed + draw), network.Outputs));
    }

    /// <summary>What is proved of a network from its weights alone, for inputs up to ±1.5.</summary>
    public static Certificate Certify(Network network, Perturbation perturbation) =>
        Lstm.Certify(network.Cell, new CertificateOptions { Horizon = Trainer.Horizon, Perturbation = perturbation, InputBound = Trainer.InputBound }, network.ReadOut);

    /// <summary>The same measured: sensitivity of y_T to (x_1..x_T) on windows of the test inputs.</summary>
    public static SensitivityReport Measure(Network network, Series series)
    {
        int x = network.Shape.Inputs;
        int windows = Math.Min(MeasuredWindows, (series.Inputs.Length / x / Trainer.Horizon) - 1);
        float[] inputs = new float[Trainer.Horizon * windows * x];
        for (int t = 0; t < Trainer.Horizon; t++)
        {
            for (int window = 0; window < windows; window++)
            {
                series.Inputs.AsSpan(((window * Trainer.Horizon) + t) * x, x).CopyTo(inputs.AsSpan(((t * windows) + window) * x));
            }
        }

        return Lstm.Sensitivity<float>(network.Shape, network.Cell, inputs, Trainer.Horizon, network.ReadOut);
    }

    private static double Fit(float[] wanted, float[] simulated, int outputs)
    {
        double sum = 0;
        for (int output = 0; output < outputs; output++)
        {
            double mean = 0;
            int samples = wanted.Length / outputs;
            for (int t = WashOut; t < samples; t++)
            {
                mean += wanted[(t * outputs) + output] / (double)(samples - WashOut);
            }

            double error = 0;
            double spread = 0;
            for (int t = WashOut; t < samples; t++)
            {
                double y = wanted[(t * outputs) + output];
                error += Math.Pow(y - simulated[(t * outputs) + output], 2);
                spread += Math.Pow(y - mean, 2);
            }

            sum += 100 * (1 - Math.Sqrt(error / spread));
        }

        return sum / outputs;
    }
}
