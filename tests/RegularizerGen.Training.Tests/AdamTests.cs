using System;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>Adam and AdamW against their definitions, written out in doubles.</summary>
public sealed class AdamTests
{
    private const int Count = 1500; // more than one stretch

    [Theory]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0.1, double.PositiveInfinity)]
    [InlineData(0, 0.5)]
    [InlineData(0.1, 0.5)]
    public void Steps_AreThoseOfTheDefinition(double decay, double largestNorm)
    {
        double[] values = Draw(1),
            gradient = new double[Count],
            expected = [.. values],
            m = new double[Count],
            v = new double[Count];
        var options = new AdamWOptions
        {
            Rate = LearningRate.WarmUpCosine(0.02, steps: 20, warmUp: 3),
            Beta1 = 0.8,
            Beta2 = 0.95,
            Epsilon = 1e-3,
            LargestNorm = largestNorm,
            WeightDecay = decay,
        };
        var adam = new AdamW<double>(options, new Trainable<double>(values, gradient));
        for (int step = 1; step <= 20; step++)
        {
            Draw(100 + step).CopyTo(gradient, 0);
            double rate = options.Rate.At(step - 1);
            double norm = Math.Sqrt(gradient.Sum(g => g * g));
            Assert.Equal(rate, adam.Rate);
            Assert.Equal(norm, adam.Step(), 1e-12 * norm);
            for (int k = 0; k < Count; k++)
            {
                double g = gradient[k] * Math.Min(1, largestNorm / (norm + 1e-6));
                m[k] = (0.8 * m[k]) + (0.2 * g);
                v[k] = (0.95 * v[k]) + (0.05 * g * g);
                double root = Math.Sqrt(v[k] / (1 - Math.Pow(0.95, step)));
                expected[k] = (expected[k] * (1 - (rate * decay))) - (rate * m[k] / (1 - Math.Pow(0.8, step)) / (root + 1e-3));
            }

            Near(expected, values);
        }
    }

    [Fact]
    public void PartsAreClippedTogether_AndMovedAsOne()
    {
        double[] whole = Draw(1),
            gradient = Draw(2),
            first = whole[..700],
            second = whole[700..];
        var options = new AdamOptions { Rate = 0.1, LargestNorm = 1e-3 };
        double norm = new Adam<double>(options, new Trainable<double>(whole, gradient)).Step();
        var parts = new Adam<double>(
            options,
            new Trainable<double>(first, gradient.AsMemory(0, 700)),
            new Trainable<double>(second, gradient.AsMemory(700))
        );
        Assert.Equal(norm, parts.Step(), 1e-12 * norm);
        Near(whole, [.. first, .. second]);
    }

    [Fact]
    public void Norm_OfEntriesWhoseSquaresOverflow_IsRight()
    {
        float[] values = new float[3],
            gradient = [3e25f, 0, -4e25f];
        Assert.Equal(5e25, new Adam<float>(new AdamOptions { LargestNorm = 1 }, new Trainable<float>(values, gradient)).Step(), 1e19);
        Assert.All(values, v => Assert.True(float.IsFinite(v)));
        Assert.True(values[0] < 0 && values[2] > 0);
        values.AsSpan().Clear();
        Refused("set AdamOptions.LargestNorm", () => new Adam<float>(new AdamOptions(), new Trainable<float>(values, gradient)).Step());
        double[] huge = [double.MaxValue, double.MaxValue];
        Refused(
            "The norm of the gradient is",
            () => new Adam<double>(new AdamOptions(), new Trainable<double>(new double[2], huge)).Step()
        );
        Assert.Equal([0, 0, 0], values);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "infinite")]
    public void GradientThatIsNotFinite_IsNamed_AndNothingMoves(float wrong, string what)
    {
        float[] weights = [1, 2, 3],
            gradient = [0.5f, 0.5f, wrong];
        var adam = new Adam<float>(new AdamOptions(), new Trainable<float>(weights, gradient));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => adam.Step());
        Assert.StartsWith($"'gradient of weights' is {what} at position 2", problem.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], weights);
        Assert.Equal(0, adam.Steps);
    }

    [Fact]
    public void ClearGradients_ClearsAll()
    {
        float[] one = [1],
            two = [2];
        new Adam<float>(
            new AdamOptions(),
            new Trainable<float>(new float[1], one),
            new Trainable<float>(new float[1], two)
        ).ClearGradients();
        Assert.Equal([0, 0], one.Concat(two));
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        float[] one = [1],
            two = [1, 2];
        var part = new Trainable<float>(one, new float[1]);
        Refused("must have 1", () => new Trainable<float>(one, two));
        Refused("same memory", () => new Trainable<float>(one, one));
        Refused("float or double", () => new Trainable<Half>(new Half[1], new Half[1]));
        Refused("nothing to be trained", () => new Adam<float>(new AdamOptions()));
        Refused("AdamOptions.Beta1 is 1", () => new Adam<float>(new AdamOptions { Beta1 = 1 }, part));
        Refused("AdamOptions.Beta2 is -0.5", () => new Adam<float>(new AdamOptions { Beta2 = -0.5 }, part));
        Refused("AdamOptions.Epsilon is 0", () => new Adam<float>(new AdamOptions { Epsilon = 0 }, part));
        Refused("AdamOptions.LargestNorm is NaN", () => new Adam<float>(new AdamOptions { LargestNorm = double.NaN }, part));
        Refused("AdamOptions.WeightDecay is -1", () => new AdamW<float>(new AdamWOptions { WeightDecay = -1 }, part));
        Refused("'rate' is NaN", () => new AdamOptions { Rate = double.NaN });
        Refused("'rate' is -1", () => new Adam<float>(new AdamOptions(), part).Step(-1));
        Assert.Equal([1], one);
    }

    internal static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static void Near(double[] expected, double[] actual) =>
        Assert.All(Enumerable.Range(0, expected.Length), k => Assert.Equal(expected[k], actual[k], 1e-12));

    private static double[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
