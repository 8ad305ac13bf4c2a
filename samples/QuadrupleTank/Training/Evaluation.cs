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
    public static float[] Simulate(IModel model, Series series, double noise, int seed)
    {
        float[] inputs = [.. series.Inputs];
        if (noise > 0)
        {
            InputNoise.Add(inputs, noise, new Random(seed));
        }

        return model.Simulate(inputs);
    }

    /// <summary>FIT % = 100 (1 - ‖y - ŷ‖ / ‖y - mean y‖), averaged over the outputs and over draws of the noise.</summary>
    public static double Fit(IModel model, Series series, double noise, int seed)
    {
        int draws = noise > 0 ? NoiseDraws : 1;
        return Enumerable.Range(0, draws).Average(draw => Fit(series.Clean, Simulate(model, series, noise, seed + draw), model.Outputs));
    }

    /// <summary>Windows of a series [steps, windows, X], one after the other.</summary>
    public static float[] Windows(Series series, int inputs, int steps)
    {
        int windows = Math.Min(MeasuredWindows, (series.Inputs.Length / inputs / steps) - 1);
        float[] result = new float[steps * windows * inputs];
        for (int t = 0; t < steps; t++)
        {
            for (int window = 0; window < windows; window++)
            {
                series.Inputs.AsSpan(((window * steps) + t) * inputs, inputs).CopyTo(result.AsSpan(((t * windows) + window) * inputs));
            }
        }

        return result;
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
