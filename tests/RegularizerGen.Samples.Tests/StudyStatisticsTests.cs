using System;
using System.Collections.Generic;
using RegularizerGen.Samples.RobustnessStudy.Measures;

namespace RegularizerGen.Samples.Tests;

/// <summary>The study's statistics, against figures worked out by hand.</summary>
public sealed class StudyStatisticsTests
{
    /// <summary>1, 2, 4, 5: mean 3, squares 4 + 1 + 1 + 4 = 10, s² = 10/3, s/√4 = √(10/12).</summary>
    [Fact]
    public void MeanAndStandardError()
    {
        Estimate estimate = Statistics.Of([1, 2, 4, 5]);
        Assert.Equal(3, estimate.Mean, 12);
        Assert.Equal(Math.Sqrt(10 / 12.0), estimate.StandardError, 12);
        Assert.True(double.IsNaN(Statistics.Of([7]).StandardError));
    }

    /// <summary>Differences at the seeds that both have, 1, 3 and 5: 10 - 8, 30 - 29, 50 - 47: mean 2, s = 1, s/√3.</summary>
    [Fact]
    public void PairedDifference_IsSeedBySeed()
    {
        var a = new Dictionary<int, double>
        {
            [1] = 10,
            [2] = 1000,
            [3] = 30,
            [5] = 50,
        };
        var b = new Dictionary<int, double>
        {
            [5] = 47,
            [3] = 29,
            [1] = 8,
            [4] = -1000,
        };
        Estimate difference = Statistics.PairedDifference(a, b);
        Assert.Equal(2, difference.Mean, 12);
        Assert.Equal(1 / Math.Sqrt(3), difference.StandardError, 12);
    }

    [Fact]
    public void Median_IsTheMiddleOne_OfAnEvenNumberTheLower()
    {
        Assert.Equal(2, Statistics.Median([3, 1, 2]));
        Assert.Equal(2, Statistics.Median([4, 3, double.PositiveInfinity, 1, 2, -1]));
    }

    [Fact]
    public void ParetoFront_IsWhatNothingBeats() =>
        Assert.Equal([3, 0, 4], ParetoFront.Of([(2, 3), (2, 4), (3, 3), (1, 9), (4, 1), (5, 1)]));

    [Fact]
    public void ParetoFront_KeepsEqualPoints() => Assert.Equal([0, 1], ParetoFront.Of([(1, 1), (1, 1)]));

    [Theory]
    [InlineData(-1.0, 0.5, -0.1, 5, true)] // clearly cleaner, no noisier
    [InlineData(-0.1, 5, -1.0, 0.5, true)]
    [InlineData(-0.1, 5, -0.1, 5, false)] // within chance
    [InlineData(-1.0, 0.5, 0.1, 5, false)] // noisier
    public void ClearlyBetter_IsByMoreThanOneStandardError(double clean, double ofClean, double noisy, double ofNoisy, bool expected) =>
        Assert.Equal(expected, ParetoFront.IsClearlyBetter(new Estimate(clean, ofClean), new Estimate(noisy, ofNoisy)));
}
