using System;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Norms of derivatives, their sums and their geometric series, against figures worked out by hand.</summary>
public sealed class GainSumsTests
{
    /// <summary>1, -2 and 3, 4, of which the signs and a part are known only up to a radius.</summary>
    private static GainSums Sums(double share = 1)
    {
        var matrix = new IntervalMatrix(2, 2);
        new[] { share, -2 * share, 3 * share, 4 * share }.CopyTo(matrix.Centre, 0);
        (matrix.Centre[3], matrix.Radius[3]) = (share, 3 * share);
        return GainSums.Of(matrix);
    }

    [Fact]
    public void Norms_AreThoseOfTheLargestEntries()
    {
        GainSums sums = Sums();
        Near(sums.Whole, (30, Math.Sqrt(15 + Math.Sqrt(221)), 7), factor: 1.001); // [1, 2; 3, 4] has a larger one than [1, -2; 3, 4]
        (double, double, double)[] rows = [(Math.Sqrt(5), Math.Sqrt(5), 3), (5, 5, 7)];
        (double, double, double)[] columns = [(Math.Sqrt(10), Math.Sqrt(10), 3), (Math.Sqrt(20), Math.Sqrt(20), 4)];
        Assert.All(sums.Outputs, (o, k) => Near(o, rows[k]));
        Assert.All(sums.Channels, (c, k) => Near(c, columns[k]));
    }

    [Fact]
    public void SumsAndMaxima_CountBoth()
    {
        (GainSums one, GainSums three) = (Sums(), Sums(share: 3));
        (double white, double energy, double peak) = one.Whole;
        Near(one.Plus(three).Whole, (10 * white, 4 * energy, 4 * peak));
        Near(three.Plus(one).Whole, (10 * white, 4 * energy, 4 * peak));
        Near(one.Max(three).Whole, (9 * white, 3 * energy, 3 * peak));
        Near(three.Max(one).Whole, (9 * white, 3 * energy, 3 * peak));
    }

    /// <summary>Squares of what falls by q fall by q².</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Geometric_IsTheWholeSeries(double ratio)
    {
        (double white, double energy, double peak) = Sums().Whole;
        Near(Sums().Geometric(ratio).Whole, (white / (1 - (ratio * ratio)), energy / (1 - ratio), peak / (1 - ratio)), factor: 1.001);
        Assert.Equal(double.PositiveInfinity, Sums().Geometric(1).Whole.Peak);
    }

    /// <summary>[1, 2; 3, 4] column by column, through sums, maxima, series and products of which only norms are known.</summary>
    [Fact]
    public void SingleOutputsAndChannels_AreEntries()
    {
        Entries(Sums(), 1, 3, 2, 4);
        Entries(Sums().Plus(Sums(share: 3)), 4, 12, 8, 16);
        Entries(Sums().Max(Sums(share: 3)), 3, 9, 6, 12);
        Entries(Sums().Min(Sums(share: 3)), 1, 3, 2, 4);
        Entries(Sums().Geometric(0.5), 2, 6, 4, 8);
        Entries(Sums().Geometric(0.5, 2), 1.5, 4.5, 3, 6);
        var rows = new IntervalMatrix(2, 2);
        new[] { 3.0, 4, 0, 1 }.CopyTo(rows.Centre, 0);
        Entries(GainSums.Through(rows, 100, [7, 3, 0]), 35, 7, 15, 3, 0, 0);
        Assert.Equal(Sums().ByChannel, Sums().For(Perturbation.Peak).ByChannel);
        Assert.Empty(Sums().For(Perturbation.Energy).ByChannel);

        static void Entries(GainSums sums, params double[] expected) =>
            Assert.All(
                expected.Zip(sums.ByChannel.SelectMany(e => e)),
                pair => Assert.InRange(pair.Second, pair.First, (pair.First * 1.0001) + 1e-299)
            );
    }

    /// <summary>A product with the identity, of which only the norms of its columns and its own are known.</summary>
    [Fact]
    public void Through_CoversAllChannelsAtOnce()
    {
        var rows = new IntervalMatrix(3, 3);
        (rows.Centre[0], rows.Centre[4], rows.Centre[8]) = (1, 1, 1);
        GainSums sums = GainSums.Through(rows, 1, [1, 1, 1]);
        Near(sums.Whole, (3, 1, Math.Sqrt(3)));
        Assert.All(sums.Outputs, o => Near(o, (Math.Sqrt(3), 1, Math.Sqrt(3))));
        Assert.All(sums.Channels, c => Near(c, (1, 1, 1)));
    }

    private static void Near(
        (double WhiteNoise, double Energy, double Peak) bound,
        (double WhiteNoise, double Energy, double Peak) exact,
        double factor = 1.0001
    )
    {
        double least = 1 - 1e-12;
        Assert.InRange(bound.WhiteNoise, exact.WhiteNoise * least, exact.WhiteNoise * factor);
        Assert.InRange(bound.Energy, exact.Energy * least, exact.Energy * factor);
        Assert.InRange(bound.Peak, exact.Peak * least, exact.Peak * factor);
    }
}
