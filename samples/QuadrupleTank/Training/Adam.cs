using System;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>Adam (Kingma and Ba 2015) over one flat array, with the gradient's norm clipped.</summary>
public sealed class Adam(int parameters)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double LargestNorm = 1;

    private readonly double[] first = new double[parameters];
    private readonly double[] second = new double[parameters];
    private int steps;

    public void Step(Span<float> values, ReadOnlySpan<float> gradient, double rate)
    {
        steps++;
        double norm = System.Numerics.Tensors.TensorPrimitives.Norm(gradient);
        double clip = norm > LargestNorm ? LargestNorm / norm : 1;
        double correction1 = 1 - Math.Pow(Beta1, steps);
        double correction2 = 1 - Math.Pow(Beta2, steps);
        for (int k = 0; k < values.Length; k++)
        {
            double g = gradient[k] * clip;
            first[k] = (Beta1 * first[k]) + ((1 - Beta1) * g);
            second[k] = (Beta2 * second[k]) + ((1 - Beta2) * g * g);
            values[k] -= (float)(rate * first[k] / correction1 / (Math.Sqrt(second[k] / correction2) + 1e-8));
        }
    }
}
