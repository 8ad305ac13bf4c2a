using System;
using System.Linq;

namespace RegularizerGen.Training.Tests;

/// <summary>Learning rates step by step.</summary>
public sealed class LearningRateTests
{
    [Fact]
    public void Number_IsTheRateOfEveryStep()
    {
        LearningRate rate = 0.25;
        Assert.All(new long[] { 0, 1, long.MaxValue }, step => Assert.Equal(0.25, rate.At(step)));
    }

    [Fact]
    public void WarmUp_RisesLinearly_AndTheCosineFallsToTheFinalRate()
    {
        var rate = LearningRate.WarmUpCosine(peak: 1, steps: 13, warmUp: 3, final: 0.2);
        double[] expected =
        [
            0.25,
            0.5,
            0.75,
            .. Enumerable.Range(0, 10).Select(k => 0.2 + (0.4 * (1 + Math.Cos(Math.PI * k / 10)))),
            0.2,
            0.2,
        ];
        Assert.All(Enumerable.Range(0, expected.Length), step => Assert.Equal(expected[step], rate.At(step), 1e-15));
        Assert.Equal(1, rate.At(3));
        Assert.Equal(0.6, rate.At(8), 1e-15);
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        AdamTests.Refused("'peak' is -1", () => LearningRate.WarmUpCosine(-1, 10));
        AdamTests.Refused("'final' is NaN", () => LearningRate.WarmUpCosine(1, 10, final: double.NaN));
        AdamTests.Refused("The warm-up has 10 steps", () => LearningRate.WarmUpCosine(1, 10, warmUp: 10));
        AdamTests.Refused("The warm-up has -1 steps", () => LearningRate.WarmUpCosine(1, 10, warmUp: -1));
    }
}
