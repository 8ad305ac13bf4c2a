using System;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>Gaussian noise on normalised inputs, clipped to the box for which the bound holds.</summary>
public static class InputNoise
{
    public static void Add(Span<float> inputs, double deviation, Random random)
    {
        foreach (ref float value in inputs)
        {
            value = (float)
                Math.Clamp(value + (deviation * Gaussian.Next(random)), -Training.Trainer.InputBound, Training.Trainer.InputBound);
        }
    }
}
