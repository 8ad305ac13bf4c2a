using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>Lines below and above every activation, its ranges and its slopes, at widths from 0 to 1e3.</summary>
public sealed class CurveRelaxationTests
{
    private const int Seed = 20_261_128;

    private static readonly double[] Ends =
    [
        -701,
        -700,
        -40.5,
        -40,
        -3,
        -1,
        -0.5,
        -1e-9,
        -1e-300,
        -double.Epsilon,
        0,
        double.Epsilon,
        2e-310,
        1e-300,
        1e-9,
        0.5,
        1,
        3,
        40,
        40.5,
        700,
        701,
    ];

    public static TheoryData<string> Names => [.. Curves.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Lines_AreNeverOnTheWrongSide(string name)
    {
        ICurve curve = Curves.All[name];
        var random = new Random(Seed);
        foreach ((double lower, double upper) in Intervals(random))
        {
            LinearBounds own = curve.Bounds(lower, upper);
            Enclosure range = curve.Range(lower, upper);
            string where = $"{name} on [{lower:R}, {upper:R}]";
            Assert.False(double.IsNaN(own.UpperOffsets[0]) || double.IsNaN(own.LowerOffsets[0]), where);
            foreach (double point in Points(random, lower, upper))
            {
                Enclosure value = curve.Value(point);
                Enclosure above = ((Enclosure)own.UpperSlopes[0][0] * point) + own.UpperOffsets[0];
                Enclosure below = ((Enclosure)own.LowerSlopes[0][0] * point) + own.LowerOffsets[0];
                Assert.True(value.Lower <= above.Upper, $"{where}: {value} at {point:R} is above {above}.");
                Assert.True(value.Upper >= below.Lower, $"{where}: {value} at {point:R} is below {below}.");
                Assert.True(value.Upper >= range.Lower && value.Lower <= range.Upper, $"{where}: {value} is not in {range}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slopes_ContainThoseOfAllPointsAndChords(string name)
    {
        ICurve curve = Curves.All[name];
        var random = new Random(Seed);
        foreach ((double lower, double upper) in Intervals(random))
        {
            Enclosure slopes = curve.Slopes(lower, upper);
            string where = $"{name} on [{lower:R}, {upper:R}]: {slopes}";
            double[] points = [.. Points(random, lower, upper).Order()];
            for (int k = 0; k < points.Length; k++)
            {
                Enclosure slope = curve.Slope(points[k]);
                Assert.True(slope.Upper >= slopes.Lower && slope.Lower <= slopes.Upper, $"{where}, {slope} at {points[k]:R}");
                if (k > 0 && points[k] > points[k - 1])
                {
                    Enclosure chord = (curve.Value(points[k]) - curve.Value(points[k - 1])) / ((Enclosure)points[k] - points[k - 1]);
                    Assert.True(chord.Upper >= slopes.Lower && chord.Lower <= slopes.Upper, $"{where}, chord {chord} at {points[k]:R}");
                }
            }
        }
    }

    /// <summary>How much a line is off grows with the square of the width, where the function is smooth; a line that were valid and far
    /// away would be of no use.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Lines_OfNarrowIntervals_AreNear(string name)
    {
        ICurve curve = Curves.All[name];
        var random = new Random(Seed);
        for (int draw = 0; draw < 200; draw++)
        {
            double lower = 4 * ((2 * random.NextDouble()) - 1);
            double width = Math.Pow(10, -5 * random.NextDouble());
            LinearBounds own = curve.Bounds(lower, lower + width);
            Enclosure slopes = curve.Slopes(lower, lower + width);
            foreach (double point in new[] { lower, lower + (0.5 * width), lower + width })
            {
                double above = (own.UpperSlopes[0][0] * point) + own.UpperOffsets[0] - curve.Value(point).Lower;
                double below = curve.Value(point).Upper - (own.LowerSlopes[0][0] * point) - own.LowerOffsets[0];
                double most = (1.01 * (slopes.Upper - slopes.Lower) * width) + 1e-12;
                Assert.True(above <= most && below <= most, $"{name} on [{lower:R}, {lower + width:R}]: {above:R}, {below:R} of {most:R}");
            }
        }
    }

    /// <summary>Against exact values: rational functions as they are, the others by their series, to far more digits than a double
    /// has.</summary>
    [Theory]
    [InlineData("Relu")]
    [InlineData("Softsign")]
    [InlineData("HardTanh")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Silu")]
    public void Lines_AreNotEvenARoundingOnTheWrongSide(string name)
    {
        ICurve curve = Curves.All[name];
        var random = new Random(Seed);
        for (int draw = 0; draw < 80; draw++)
        {
            double at = 6 * ((2 * random.NextDouble()) - 1);
            double width = random.Next(5) == 0 ? 0 : Math.Pow(10, (12 * random.NextDouble()) - 11);
            (double lower, double upper) = (Math.Max(at, -8), Math.Min(at + width, 8));
            LinearBounds own = curve.Bounds(lower, upper);
            foreach (
                double point in new[] { lower, upper, lower + (0.5 * (upper - lower)), lower + (random.NextDouble() * (upper - lower)) }
            )
            {
                (Fraction low, Fraction high) = Exact(name, Math.Clamp(point, lower, upper));
                Fraction Line(double slope, double offset) =>
                    (Fraction.Of(slope) * Fraction.Of(Math.Clamp(point, lower, upper))) + Fraction.Of(offset);
                Assert.True(high <= Line(own.UpperSlopes[0][0], own.UpperOffsets[0]), $"{name} on [{lower:R}, {upper:R}] at {point:R}");
                Assert.True(Line(own.LowerSlopes[0][0], own.LowerOffsets[0]) <= low, $"{name} on [{lower:R}, {upper:R}] at {point:R}");
            }
        }
    }

    private static (Fraction Low, Fraction High) Exact(string name, double point)
    {
        (Fraction x, Fraction one) = (Fraction.Of(point), Fraction.Of(1));
        if (name is "Sigmoid" or "Tanh" or "Silu")
        {
            (Fraction low, Fraction high) = Fraction.Exponential(name == "Tanh" ? x + x : x);
            (Fraction least, Fraction most) = (low / (low + one), high / (high + one));
            return name switch
            {
                "Sigmoid" => (least, most),
                "Tanh" => (least + least - one, most + most - one),
                _ => point >= 0 ? (x * least, x * most) : (x * most, x * least),
            };
        }

        Fraction value = name switch
        {
            "Relu" => Fraction.Of(Math.Max(point, 0)),
            "HardTanh" => Fraction.Of(Math.Clamp(point, -1, 1)),
            _ => x / (one + Fraction.Abs(x)),
        };
        return (value, value);
    }

    private static IEnumerable<(double Lower, double Upper)> Intervals(Random random)
    {
        for (int k = 0; k < Ends.Length; k++)
        {
            for (int other = k; other < Ends.Length; other++)
            {
                yield return (Ends[k], Ends[other]);
            }
        }

        for (int draw = 0; draw < 80; draw++)
        {
            double at = ((2 * random.NextDouble()) - 1) * Math.Pow(10, (5 * random.NextDouble()) - 3);
            double width = Math.Pow(10, (draw % 3 == 0 ? 303 : 6) * -random.NextDouble()) * (draw % 5 == 0 ? 1e3 : 10);
            yield return (at, at + width);
        }
    }

    private static double[] Points(Random random, double lower, double upper)
    {
        double width = upper - lower;
        return
        [
            lower,
            upper,
            .. new[] { 0, 0.5, 1, -1, 3, -3, 2.5, -2.5, double.Epsilon }.Where(p => p >= lower && p <= upper),
            .. Enumerable.Range(1, 15).Select(k => Math.Clamp(lower + (width * k / 16), lower, upper)),
            .. Enumerable.Range(0, 6).Select(_ => Math.Clamp(lower + (width * Math.Pow(random.NextDouble(), 4)), lower, upper)),
            .. Enumerable.Range(0, 6).Select(_ => Math.Clamp(upper - (width * Math.Pow(random.NextDouble(), 4)), lower, upper)),
            .. Enumerable.Range(0, 6).Select(_ => Math.Clamp(3 * ((2 * random.NextDouble()) - 1), lower, upper)),
        ];
    }
}
