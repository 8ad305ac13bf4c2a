using System;
using System.Linq;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>The box around a sequence: what real numbers it must contain, to the last digit.</summary>
public sealed class InputSetTests
{
    [Fact]
    public void Box_ContainsAllThatIsWithinTheRadius_InExactArithmetic()
    {
        var random = new Random(20_261_128);
        var cell = new SmallCell(SmallCell.Form.Chain, 1);
        for (int draw = 0; draw < 2000; draw++)
        {
            double u = ((2 * random.NextDouble()) - 1) * Math.Pow(10, random.Next(-3, 4));
            double radius = random.NextDouble() * Math.Pow(10, random.Next(-18, 3));
            double factor = Math.Pow(10, (4 * random.NextDouble()) - 2);
            InputSet set = InputSet.Around(cell, [u], new TubeOptions { Radius = radius });
            Assert.Equal(radius, set.Radius);
            Contains(set, u, radius);
            InputSet scaled = set.Scaled(factor);
            Contains(scaled, u, scaled.Radius);
            Assert.Equal(factor * radius, scaled.Radius);
        }

        void Contains(InputSet set, double u, double radius)
        {
            var ranges = new SetRanges(cell.Widths, 1);
            set.Write(ranges, isNominal: false);
            Assert.True((Dyadic)u + radius <= ranges.Upper(0, 0)[0], $"{u:R} + {radius:R}");
            Assert.True(ranges.Lower(0, 0)[0] <= (Dyadic)u - radius, $"{u:R} - {radius:R}");
        }
    }

    /// <summary>Sums that are doubles are not widened: the whole declared box is within the declared bound, and radius 0 is a
    /// point.</summary>
    [Fact]
    public void Box_OfExactSums_IsExact()
    {
        var cell = new SmallCell(SmallCell.Form.Chain, 1);
        foreach ((double u, double radius) in new[] { (0.0, 1.0), (0.25, 0.5), (1e300, 0.0), (-3.0, 0.0) })
        {
            var ranges = new SetRanges(cell.Widths, 1);
            InputSet.Around(cell, [u], new TubeOptions { Radius = radius }).Write(ranges, isNominal: false);
            Assert.Equal((u - radius, u + radius), (ranges.Lower(0, 0)[0], ranges.Upper(0, 0)[0]));
        }
    }

    [Fact]
    public void InitialStates_AreWithinTheirRadius_AndEmptyOnesAreZero()
    {
        var cell = new SmallCell(SmallCell.Form.Chain, 1);
        foreach (double[] given in new double[][] { [0.1], [] })
        {
            var ranges = new SetRanges(cell.Widths, 1);
            InputSet.Around(cell, [0], new TubeOptions { InitialStates = [given], InitialRadius = 0.3 }).Write(ranges, isNominal: false);
            Assert.True((Dyadic)given.FirstOrDefault() + 0.3 <= ranges.Upper(1, 0)[0]);
            Assert.True(ranges.Lower(1, 0)[0] <= (Dyadic)given.FirstOrDefault() - 0.3);
        }
    }
}
