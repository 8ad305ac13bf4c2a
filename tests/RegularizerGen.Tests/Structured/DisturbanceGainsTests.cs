using System;
using System.Linq;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>Gains of disturbances as a whole against derivatives of simulated sequences, closed forms, and each other.</summary>
public sealed class DisturbanceGainsTests
{
    private const int Seed = 20_261_129;
    private const double Tolerance = 1e-5;
    private const double Difference = 1e-5;

    /// <summary>Derivatives of the last output by all inputs, at corners of the box and within: their Euclidean lengths and sums of
    /// absolute values are what the worst disturbance of unit energy or unit size does.</summary>
    [Theory]
    [MemberData(nameof(DrawnCell.Names), MemberType = typeof(DrawnCell))]
    public void Gains_AreNotExceededByDerivatives(string name)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 3; draw++)
        {
            CellDescription description = DrawnCell.All[name];
            int[] sizes = [.. description.SizeNames.Select(_ => random.Next(1, 4))];
            var drawn = new DrawnCell(description, sizes, random, draw % 2 == 0 ? 0.3 : 0.7);
            double[] scales = InputSet.Scales(drawn.Cell);
            if (drawn.Ranges() is not { } ranges || Find(drawn, ranges, scales) is not { } gains)
            {
                continue;
            }

            foreach (int steps in new[] { 1, 4, 20 })
            {
                CertifiedDisturbance[] proved = [gains.Within(steps), gains.Within(null)];
                for (int sequence = 0; sequence < 4; sequence++)
                {
                    double[,] derivatives = Derivatives(drawn, ranges, scales, steps, random, sequence % 2 == 0);
                    Assert.All(proved, p => Check(p, derivatives, scales.Length, $"{name}, draw {draw}, {steps} steps"));
                }
            }
        }
    }

    /// <summary>h' = a h + b x, y = h: roots of sums of squares of powers, and their sum. Both are attained, but for many steps that are
    /// not any number.</summary>
    [Theory]
    [InlineData(0.9, 2.0)]
    [InlineData(-0.5, 1.0)]
    [InlineData(0.99, 0.1)]
    public void GainsOfOneLinearUnit_AreKnown(double a, double b)
    {
        DrawnCell drawn = new DrawnCell(DrawnCell.All["tests' LinearSystem"], [1, 1], new Random(Seed), 0).With(k => k == 0 ? b : a);
        DisturbanceGains gains = Find(drawn, drawn.Ranges()!, [1])!;
        foreach (int? steps in new int?[] { 1, 3, 200, null })
        {
            int n = steps ?? 10_000;
            double energy = Math.Abs(b) * Math.Sqrt((1 - Math.Pow(a, 2 * n)) / (1 - (a * a)));
            double peak = Math.Abs(b) * (1 - Math.Pow(Math.Abs(a), n)) / (1 - Math.Abs(a));
            CertifiedDisturbance found = gains.Within(steps);
            double loose = steps is 200 ? 1.1 : 1.03;
            Assert.InRange(found.EnergyToPeak.Gain, energy * (1 - 1e-12), energy * loose);
            Assert.InRange(found.PeakToPeak.Gain, peak * (1 - 1e-12), peak * loose);
            Assert.Equal(found.PeakToPeak.Gain, found.PeakToPeak.Channels[0], 1e-9);
        }
    }

    /// <summary>At the ends of the range of numbers gains are above what they are exactly, possibly infinite, and never not a number; or
    /// no contraction is found to start from.</summary>
    [Theory]
    [InlineData(0.5, 1e-300, true)]
    [InlineData(0.5, 1e-160, true)]
    [InlineData(0.5, 1e60, true)]
    [InlineData(0.5, 1e300, false)]
    [InlineData(1 - 1e-4, 1.0, true)]
    [InlineData(1 - 1e-9, 1.0, false)]
    [InlineData(1e-200, 1.0, true)]
    [InlineData(0.0, 0.0, true)]
    public void ExtremeWeights_AreBoundedOrInfinite(double a, double b, bool isFound)
    {
        DrawnCell drawn = new DrawnCell(DrawnCell.All["tests' LinearSystem"], [1, 1], new Random(Seed), 0).With(k => k == 0 ? b : a);
        DisturbanceGains? gains = drawn.Ranges() is { } ranges ? Find(drawn, ranges, [1]) : null;
        Assert.Equal(isFound, gains is not null);
        if (gains is null)
        {
            return;
        }

        foreach (int? steps in new int?[] { 1, 30, null })
        {
            double n = steps ?? double.PositiveInfinity;
            CertifiedDisturbance found = gains.Within(steps);
            Assert.True(found.EnergyToPeak.Gain >= b * Math.Sqrt((1 - Math.Pow(a, 2 * n)) / (1 - (a * a))) * (1 - 1e-12));
            Assert.True(found.PeakToPeak.Gain >= b * (1 - Math.Pow(a, n)) / (1 - a) * (1 - 1e-12));
        }
    }

    /// <summary>Two inputs of one unit: |y| ≤ (|b_1| + |b_2|)/(1 - a) of peaks, √(b_1² + b_2²)/√(1 - a²) of energies; a channel alone has
    /// its own share of what is carried with signs.</summary>
    [Fact]
    public void GainsOfTwoChannels_AreAtMostTheirSum()
    {
        DrawnCell drawn = new DrawnCell(DrawnCell.All["tests' LinearSystem"], [2, 1], new Random(Seed), 0).With(k =>
            k switch
            {
                0 => 0.3,
                1 => -0.4,
                _ => 0.5,
            }
        );
        CertifiedDisturbance found = Find(drawn, drawn.Ranges()!, [1, 1])!.Within(null);
        Assert.InRange(found.EnergyToPeak.Gain, 0.5 / Math.Sqrt(0.75) * (1 - 1e-12), 0.5 / Math.Sqrt(0.75) * 1.03);
        Assert.InRange(found.PeakToPeak.Gain, 1.4 * (1 - 1e-12), 1.4 * 1.03);
        Assert.InRange(found.PeakToPeak.Channels[0], 0.6 * (1 - 1e-12), 0.6 * 1.03);
    }

    /// <summary>s' = a s + b x: T² = (ρ² - a²)/b² and no more.</summary>
    [Theory]
    [InlineData(0.9, 2.0, 1.0)]
    [InlineData(-0.5, 0.3, 0.8)]
    public void LargerScales_AreNotProved(double a, double b, double rate)
    {
        var matrix = new IntervalMatrix(1, 2);
        (matrix.Centre[0], matrix.Centre[1]) = (a, b);
        double exact = Math.Sqrt((rate * rate) - (a * a)) / Math.Abs(b);
        Assert.True(DisturbanceEllipsoid.Holds(matrix, [exact * (1 - 1e-6)], [], rate));
        Assert.False(DisturbanceEllipsoid.Holds(matrix, [exact * (1 + 1e-6)], [], rate));
        matrix.Radius[0] = 1e-3;
        Assert.False(DisturbanceEllipsoid.Holds(matrix, [exact * (1 - 1e-6)], [], rate));
    }

    private static DisturbanceGains? Find(DrawnCell drawn, SetRanges ranges, double[] scales) =>
        StructuredContraction.Find(drawn.Step, ranges, 0, () => { }) is { Rate: < 1 } contraction
            ? new DisturbanceGains(contraction, m => m, drawn.Cell.OutputWidth, scales, () => { })
            : null;

    private static void Check(CertifiedDisturbance proved, double[,] derivatives, int inputs, string where)
    {
        double all = 0;
        double[] channels = new double[inputs];
        for (int row = 0; row < derivatives.GetLength(0); row++)
        {
            double[] own = [.. Enumerable.Range(0, derivatives.GetLength(1)).Select(k => derivatives[row, k])];
            double squares = own.Sum(d => d * d);
            Below(Math.Sqrt(squares), proved.EnergyToPeak.Outputs[row], where);
            Below(own.Sum(Math.Abs), proved.PeakToPeak.Outputs[row], where);
            Below(own.Sum(Math.Abs), proved.PeakToPeak.Gain, where);
            all += squares;
            for (int i = 0; i < inputs; i++)
            {
                double[] single = [.. own.Where((_, k) => k % inputs == i)];
                channels[i] += single.Sum(d => d * d);
                Below(single.Sum(Math.Abs), proved.PeakToPeak.Channels[i], where);
            }
        }

        Below(Math.Sqrt(all), proved.EnergyToPeak.Gain, where);
        Assert.All(channels, (squares, i) => Below(Math.Sqrt(squares), proved.EnergyToPeak.Channels[i], where));
    }

    /// <summary>∂y_T/∂x [outputs, steps * inputs] in multiples of the scales, by central differences within the box.</summary>
    private static double[,] Derivatives(DrawnCell drawn, SetRanges ranges, double[] scales, int steps, Random random, bool isCorner)
    {
        int width = scales.Length;
        double[] bounds = [.. drawn.Step.Sources.Take(drawn.Step.Inputs).SelectMany(s => ranges.Upper(s, 0).ToArray())];
        double[] x =
        [
            .. Enumerable
                .Range(0, steps * width)
                .Select(k => (1 - (2 * Difference)) * bounds[k % width] * (isCorner ? random.Next(2) : random.NextDouble()) * 2)
                .Select((v, k) => v - ((1 - (2 * Difference)) * bounds[k % width])),
        ];
        double[][] start = drawn.Draw(random, ranges, 0, drawn.States, isCorner);
        double[,] derivatives = new double[drawn.Cell.OutputWidth, x.Length];
        for (int k = 0; k < x.Length; k++)
        {
            double size = Difference * bounds[k % width];
            double[] up = [.. x];
            double[] down = [.. x];
            (up[k], down[k]) = (x[k] + size, x[k] - size);
            double[] high = drawn.Run(up, start)[^1].Output;
            double[] low = drawn.Run(down, start)[^1].Output;
            for (int row = 0; row < high.Length && size > 0; row++)
            {
                derivatives[row, k] = (high[row] - low[row]) / (up[k] - down[k]) * scales[k % width];
            }
        }

        return derivatives;
    }

    private static void Below(double value, double bound, string where) =>
        Assert.True(value <= (bound * (1 + Tolerance)) + 1e-9, $"{where}: {value:R} is above {bound:R}");
}
