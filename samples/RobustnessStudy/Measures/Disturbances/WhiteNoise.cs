using System;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;

/// <summary>Independent Gaussian noise of a deviation.</summary>
public sealed record WhiteNoise(double Deviation) : IDisturbance
{
    public void Apply(Span<float> inputs, int width, Random random)
    {
        foreach (ref float x in inputs)
        {
            x = Box.Clip(x + (Deviation * Gaussian.Next(random)), x);
        }
    }
}

/// <summary>Gaussian noise of a deviation that is a fraction of its last value and something new: slow drifts.</summary>
/// <param name="Deviation">Deviation of the noise.</param>
/// <param name="Memory">Correlation from sample to sample.</param>
public sealed record ColouredNoise(double Deviation, double Memory) : IDisturbance
{
    public void Apply(Span<float> inputs, int width, Random random)
    {
        double[] noise = new double[width];
        double fresh = Math.Sqrt(1 - (Memory * Memory));
        for (int k = 0; k < inputs.Length; k++)
        {
            ref double state = ref noise[k % width];
            double next = Deviation * Gaussian.Next(random);
            state = k < width ? next : (Memory * state) + (fresh * next);
            inputs[k] = Box.Clip(inputs[k] + state, inputs[k]);
        }
    }
}
