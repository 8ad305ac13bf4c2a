using System;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;

namespace RegularizerGen.Samples.Tests;

/// <summary>What the study does to test inputs.</summary>
public sealed class StudyDisturbanceTests
{
    private const int Samples = 20_000;

    [Fact]
    public void WhiteNoise_HasItsDeviation_AndNoMemory()
    {
        double[] noise = Applied(new WhiteNoise(0.1), width: 2);
        Assert.Equal(0.1, Deviation(noise), 0.003);
        Assert.InRange(Correlation(noise, 2), -0.03, 0.03);
    }

    [Fact]
    public void ColouredNoise_HasItsDeviation_AndRemembers()
    {
        double[] noise = Applied(new ColouredNoise(0.1, 0.9), width: 2);
        Assert.Equal(0.1, Deviation(noise), 0.01);
        Assert.Equal(0.9, Correlation(noise, 2), 0.03); // the same channel one sample later
        Assert.InRange(Correlation(noise, 1), -0.1, 0.1); // the other channel
    }

    [Fact]
    public void Offset_MovesAllAlike() => Assert.All(Applied(new Offset(-0.25), width: 1), d => Assert.Equal(-0.25, d, 6));

    [Fact]
    public void Spikes_ReplaceTheirShare_ByEitherEnd()
    {
        double[] applied = Applied(new Spikes(0.1), width: 1);
        Assert.Equal(0.05, applied.Count(d => d == 1) / (double)Samples, 0.01);
        Assert.Equal(0.05, applied.Count(d => d == -1) / (double)Samples, 0.01);
        Assert.All(applied, d => Assert.True(d is 0 or 1 or -1));
    }

    [Fact]
    public void Held_RepeatsTheLastSampleThatArrived_ForItsShare()
    {
        float[] series = [.. Enumerable.Range(0, Samples).SelectMany(t => new[] { t, -(float)t })];
        float[] held = [.. series];
        new Held(0.2, 5).Apply(held, 2, new Random(1));
        int[] missing = [.. Enumerable.Range(0, Samples).Where(t => held[2 * t] != t)];
        Assert.Equal(0.2, missing.Length / (double)Samples, 0.02);
        Assert.All(missing, t => Assert.Equal((held[(2 * t) - 2], held[(2 * t) - 1]), (held[2 * t], held[(2 * t) + 1])));
        int gaps = missing.Count(t => !missing.Contains(t - 1));
        Assert.Equal(5, missing.Length / (double)gaps, 0.6);
    }

    [Theory]
    [InlineData(1.4f, 1.5f)]
    [InlineData(1.7f, 1.7f)] // no further out than it was
    public void Disturbed_StaysInTheBoxThatBoundsAreFor(float clean, float expected)
    {
        float[] inputs = [clean];
        new Offset(1).Apply(inputs, 1, new Random(1));
        Assert.Equal(expected, inputs[0]);
    }

    private static double[] Applied(IDisturbance disturbance, int width)
    {
        float[] inputs = new float[Samples];
        disturbance.Apply(inputs, width, new Random(1));
        return [.. inputs.Select(x => (double)x)];
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(v => v * v));

    private static double Correlation(double[] values, int lag) =>
        values.Skip(lag).Zip(values, (a, b) => a * b).Average() / values.Average(v => v * v);
}
