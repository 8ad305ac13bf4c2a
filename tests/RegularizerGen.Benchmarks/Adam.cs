using System;
using System.Numerics;

namespace RegularizerGen.Benchmarks;

/// <summary>Adam (Kingma and Ba 2015) over one flat array, with the default rates of torch: the last part of a training step.</summary>
public sealed class Adam(int parameters)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Rate = 1e-3f;
    private const float Epsilon = 1e-8f;

    private readonly float[] first = new float[parameters];
    private readonly float[] second = new float[parameters];
    private int steps;

    /// <summary>Moves the values, and clears the gradient for the next step.</summary>
    public void Step(Span<float> values, Span<float> gradient)
    {
        steps++;
        float rate = Rate / (1 - MathF.Pow(Beta1, steps));
        var root = new Vector<float>(1 / MathF.Sqrt(1 - MathF.Pow(Beta2, steps)));
        int k = 0;
        for (; k <= values.Length - Vector<float>.Count; k += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[k..]);
            Vector<float> m = (Beta1 * new Vector<float>(first, k)) + ((1 - Beta1) * g);
            Vector<float> v = (Beta2 * new Vector<float>(second, k)) + ((1 - Beta2) * g * g);
            m.CopyTo(first, k);
            v.CopyTo(second, k);
            Vector<float> step = rate * m / ((Vector.SquareRoot(v) * root) + new Vector<float>(Epsilon));
            (new Vector<float>(values[k..]) - step).CopyTo(values[k..]);
        }

        for (; k < values.Length; k++)
        {
            float g = gradient[k];
            first[k] = (Beta1 * first[k]) + ((1 - Beta1) * g);
            second[k] = (Beta2 * second[k]) + ((1 - Beta2) * g * g);
            values[k] -= rate * first[k] / ((MathF.Sqrt(second[k]) * root[0]) + Epsilon);
        }

        gradient.Clear();
    }
}
