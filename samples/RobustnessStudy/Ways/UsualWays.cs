using System;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>Decoupled weight decay (Loshchilov and Hutter 2019).</summary>
internal sealed class DecayOfWeights(double strength) : Regularizer
{
    public override double WeightDecay => strength;
}

/// <summary>White noise of a deviation on the inputs (Sietsma and Dow 1991; Bishop 1995).</summary>
internal sealed class InputNoise(double deviation, int seed) : Regularizer
{
    private readonly Random random = new(seed);

    public override void Disturb(Span<float> inputs)
    {
        foreach (ref float x in inputs)
        {
            x += (float)(deviation * Gaussian.Next(random));
        }
    }
}

/// <summary>Dropout of inputs, element by element, the others scaled up (Srivastava et al. 2014).</summary>
internal sealed class InputDropout(double probability, int seed) : Regularizer
{
    private readonly Random random = new(seed);

    public override void Disturb(Span<float> inputs)
    {
        foreach (ref float x in inputs)
        {
            x = random.NextDouble() < probability ? 0 : (float)(x / (1 - probability));
        }
    }
}
