using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Protocol;

namespace RegularizerGen.Samples.Tests;

/// <summary>How the study searches for strengths.</summary>
public sealed class StudySearchTests
{
    [Fact]
    public void BestAtAnEdge_GoesOn() => Assert.Equal([1e-4, 1e-3, 1e-2, 1e-1, 1], Tried(1e-1, count: 5, s => s), new Near());

    [Fact]
    public void BestAtTheOtherEdge_GoesOnThere() => Assert.Equal([0.1, 1, 10, 100, 1000], Tried(1, count: 5, s => -s), new Near());

    [Fact]
    public void BestInside_IsRefinedTowardsTheBetterNeighbour() =>
        Assert.Equal(
            [0.1, 1, Math.Pow(10, 0.25), Math.Pow(10, 0.5), 10],
            Tried(1, count: 5, s => Math.Abs(Math.Log10(s) - 0.2)),
            new Near()
        );

    [Fact]
    public void NoStrengthIsAboveTheLargest()
    {
        double[] tried = Tried(0.1, count: 6, s => -s, factor: 3, largest: 0.9);
        Assert.Equal(6, tried.Length);
        Assert.All(tried, s => Assert.True(s <= 0.9));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void AsManyAreTriedAsAsked_EachOnce(int count)
    {
        var calls = new List<double>();
        StrengthSearch.Run(
            1,
            10,
            double.PositiveInfinity,
            count,
            s =>
            {
                calls.Add(s);
                return (s, Math.Abs(Math.Log(s / 3)));
            }
        );
        Assert.Equal(count, calls.Distinct().Count());
        Assert.Equal(count, calls.Count);
    }

    [Fact]
    public void FewerThanThree_AreRefused() => Assert.Throws<ArgumentException>(() => Tried(1, count: 2, s => s));

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, true)]
    [InlineData(new double[] { 2, 1, 3 }, false)]
    [InlineData(new double[] { 2, 3, 1 }, true)]
    public void TheEdge_IsReported(double[] scores, bool expected) => Assert.Equal(expected, StrengthSearch.IsAtEdge(scores));

    private static double[] Tried(
        double middle,
        int count,
        Func<double, double> score,
        double factor = 10,
        double largest = double.PositiveInfinity
    ) => [.. StrengthSearch.Run(middle, factor, largest, count, s => (s, score(s)))];

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= 1e-9 * Math.Abs(x);

        public int GetHashCode(double obj) => 0;
    }
}
