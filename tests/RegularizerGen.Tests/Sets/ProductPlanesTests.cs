using System;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Relaxations;

namespace RegularizerGen.Tests.Sets;

/// <summary>Planes below and above products, in exact arithmetic, and how near they come.</summary>
public sealed class ProductPlanesTests
{
    private const int Seed = 20_261_128;

    [Fact]
    public void Planes_AreNeverOnTheWrongSide_AndMeetTheProductAtThreeCorners()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 4000; draw++)
        {
            (Enclosure u, Enclosure v) = (Interval(random), Interval(random));
            var own = new LinearBounds(2, 1);
            ProductPlanes.Find(u, v, random.NextDouble(), own, 0, 1, 0);
            (double A, double B)[] points = Points(random, u, v);
            Dyadic[] above = [.. points.Select(p => Plane(own.UpperSlopes, own.UpperOffsets, p) - ((Dyadic)p.A * p.B))];
            Dyadic[] below = [.. points.Select(p => ((Dyadic)p.A * p.B) - Plane(own.LowerSlopes, own.LowerOffsets, p))];
            Assert.All(above.Concat(below), gap => Assert.True(gap >= 0.0, $"draw {draw}: {u} times {v}"));
            double most = 1e-14 * (1 + Math.Max(-u.Lower, u.Upper)) * (1 + Math.Max(-v.Lower, v.Upper));
            foreach (Dyadic[] corners in new[] { above[..4], below[..4] })
            {
                Assert.True(corners.Order().ElementAt(2) <= most, $"draw {draw}: {u} times {v}");
            }
        }

        static Dyadic Plane(double[][] slopes, double[] offsets, (double A, double B) at) =>
            (slopes[0][0] * (Dyadic)at.A) + (slopes[1][0] * (Dyadic)at.B) + offsets[0];
    }

    [Fact]
    public void Square_IsBetweenItsTangentAndItsChord()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 4000; draw++)
        {
            Enclosure u = Interval(random);
            var own = new LinearBounds(2, 1);
            ProductPlanes.Square(u, own, 0);
            foreach ((double a, _) in Points(random, u, u))
            {
                Dyadic square = (Dyadic)a * a;
                Dyadic upper = (((Dyadic)own.UpperSlopes[0][0] + own.UpperSlopes[1][0]) * a) + own.UpperOffsets[0];
                Dyadic lower = (((Dyadic)own.LowerSlopes[0][0] + own.LowerSlopes[1][0]) * a) + own.LowerOffsets[0];
                Assert.True(lower <= square && square <= upper, $"draw {draw}: square of {u} at {a:R}");
            }
        }
    }

    /// <summary>Widths from 0 to 1e3, around points that are 0, touch 0 or are far from it.</summary>
    private static Enclosure Interval(Random random)
    {
        double width = random.Next(4) == 0 ? 0 : Math.Pow(10, random.Next(-20, 4)) * random.NextDouble();
        double at = random.Next(4) switch
        {
            0 => 0,
            1 => -width,
            2 => -width * random.NextDouble(),
            _ => ((2 * random.NextDouble()) - 1) * Math.Pow(10, random.Next(-5, 5)),
        };
        return new Enclosure(at, at + width);
    }

    /// <summary>The four corners first.</summary>
    private static (double, double)[] Points(Random random, Enclosure u, Enclosure v)
    {
        double Of(Enclosure e) => Math.Clamp(e.Lower + (random.NextDouble() * (e.Upper - e.Lower)), e.Lower, e.Upper);
        double middle = Math.Clamp(u.Lower + (0.5 * (u.Upper - u.Lower)), u.Lower, u.Upper);
        return
        [
            (u.Lower, v.Lower),
            (u.Lower, v.Upper),
            (u.Upper, v.Lower),
            (u.Upper, v.Upper),
            (middle, v.Lower),
            .. Enumerable.Range(0, 8).Select(_ => (Of(u), Of(v))),
        ];
    }
}
