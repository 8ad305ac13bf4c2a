using System;
using System.Linq;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>Functions at both ends of a range at once, against those at one point.</summary>
public sealed class RealPairTests
{
    private const double Rounding = 1.0 / (1L << 53);

    public static double[] Points { get; } =
    [
        0,
        -0.0,
        double.Epsilon,
        1e-200,
        1e-9,
        0.3,
        Math.BitDecrement(0.5),
        0.5,
        0.7,
        1,
        3,
        18,
        36,
        40,
        300,
        354,
        372,
        700,
        709.5,
        720,
        745,
        746,
        1e10,
        1e300,
        double.PositiveInfinity,
    ];

    /// <summary>Neither is more than four roundings away, and neither is 0 where the argument is finite.</summary>
    [Fact]
    public void SigmoidAndTanh_AreThoseOfEachEnd()
    {
        double[] all = [.. Points, .. Points.Select(p => -p), double.NaN, .. Random()];
        foreach (double lo in all)
        {
            foreach (double hi in all)
            {
                Real.Sigmoid(lo, hi, out Real a, out Real b, out Real c, out Real d);
                Near(Real.Sigmoid(lo), a, lo);
                Near(Real.Sigmoid(hi), b, hi);
                Near(Real.LogisticSlope(lo), c, lo);
                Near(Real.LogisticSlope(hi), d, hi);
                Real.Tanh(lo, hi, out a, out b, out c, out d);
                Near(Real.Tanh(lo), a, lo);
                Near(Real.Tanh(hi), b, hi);
                Near(4 * Real.LogisticSlope(2 * (Real)lo), c, lo);
                Near(4 * Real.LogisticSlope(2 * (Real)hi), d, hi);
            }
        }

        static void Near(Real expected, Real actual, double argument)
        {
            (double e, double a) = (Real.ToDouble(expected), Real.ToDouble(actual));
            bool isNear = e.Equals(a) || Math.Abs(e - a) <= 4 * Rounding * Math.Abs(e) + (4 * double.Epsilon);
            Assert.True(isNear && (a != 0) == (e != 0), FormattableString.Invariant($"{a} instead of {e} at {argument}"));
        }
    }

    private static double[] Random()
    {
        var random = new Random(20261128);
        return [.. Enumerable.Range(0, 400).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3)))];
    }
}
