using System;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>
/// The point at which a tight rule is largest stays an interval in certificates: the rule's value over it contains the maximum, at any one
/// point of it need not.
/// </summary>
public sealed class MaximiserTests
{
    [Fact]
    public void Fixed_KeepsBothEndsOfAnEnclosure()
    {
        Enclosure point = Enclosure.Fixed(new Enclosure(0.25, 0.5));
        Assert.Equal((0.25, 0.5), (point.Lower, point.Upper));
    }

    /// <summary>
    /// max of z A + z (1 - z) D, as generated code writes it, where D may be anything from 0 on: the value at each maximiser lies in the
    /// result.
    /// </summary>
    [Theory]
    [InlineData(0, 1e-300)]
    [InlineData(0.5, 0.75)]
    [InlineData(3, 3)]
    public void Parabola_OverTheEnclosureOfItsMaximiser_ContainsTheMaximum(double least, double most)
    {
        Enclosure a = new(0.3, 0.35);
        Enclosure d = new(least, most);
        Enclosure lo = 0.1;
        Enclosure hi = 0.9;
        Enclosure at = Enclosure.Max(lo, Enclosure.Min(hi, Enclosure.Fixed((Enclosure)0.5 + (a / (2 * d)))));
        double largest = ((at * a) + ((at - (at * at)) * d)).Upper;
        for (int k = 0; k <= 100; k++)
        {
            double slope = least + (k / 100.0 * (most - least));
            double z = slope == 0 ? 0.9 : Math.Clamp(0.5 + (0.35 / (2 * slope)), 0.1, 0.9);
            Assert.True(largest >= (z * 0.35) + (z * (1 - z) * slope));
        }
    }
}
