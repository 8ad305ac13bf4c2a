using System;
using RegularizerGen.Numbers;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Tests;

/// <summary>What formulas of users' own activations call, over enclosures.</summary>
public sealed class EnclosureFunctionTests
{
    private static readonly Enclosure AtLeast = new(2, 3);
    private static readonly Enclosure Below = new(-5, -4);

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(-1, 1, -5, 3)]
    [InlineData(-1, 0, -5, 3)]
    [InlineData(-1, -0.5, -5, -4)]
    public void Select_IsTheHull_WhereTheConditionIsNotCertain(double from, double to, double lower, double upper)
    {
        var selected = Enclosure.Select(new Enclosure(from, to), AtLeast, Below);
        Assert.Equal((lower, upper), (selected.Lower, selected.Upper));
    }

    /// <summary>atan 1 = π/4, atan √3 = π/3, and the limits ±π/2, of which π is 1.2246e-16 above the double next to it.</summary>
    [Fact]
    public void Atan_ContainsTheExactResult_AndItsSlopeIsThatOfItsValues()
    {
        AssertContains(1, Math.PI / 4, 3.1e-17);
        AssertContains(Math.Sqrt(3), Math.PI / 3, 1e-15);
        AssertContains(double.PositiveInfinity, Math.PI / 2, 6.1e-17);
        for (double x = -3; x <= 3; x += 0.37)
        {
            Assert.Equal((Math.Atan(x + 1e-5) - Math.Atan(x - 1e-5)) / 2e-5, Atan.Slope(x), 1e-9);
        }
    }

    private static void AssertContains(double x, double nearest, double rest)
    {
        Enclosure above = Enclosure.Apply<Atan>(x);
        Enclosure below = Enclosure.Apply<Atan>(-x);
        Assert.True(above.Lower <= nearest && above.Upper - nearest >= rest && above.Upper - nearest <= 1e-13);
        Assert.Equal((-above.Upper, -above.Lower), (below.Lower, below.Upper));
    }
}
