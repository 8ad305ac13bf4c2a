using System;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Numbers;

namespace RegularizerGen.Tests;

/// <summary>The range of an affine signal over all its rows, against a plain look at every row at every step: to the bit, and by the same
/// rows.</summary>
public sealed class RowSumTests
{
    private const int Horizon = 40;
    private const double Ulp = 1.0 / (1L << 53);
    private static readonly int[] Counts = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 70];

    public static TheoryData<Weights, Arguments> Cases =>
        new(
            from weights in Enum.GetValues<Weights>()
            from arguments in Enum.GetValues<Arguments>()
            where arguments != Arguments.Underflowing // a matter of enclosures alone
            select new TheoryDataRow<Weights, Arguments>(weights, arguments)
        );

    /// <summary>Of weights.</summary>
    public enum Weights
    {
        Ordinary,
        NearlyEqual,
        Tied,
        Zero,
        Tiny,
        Extreme,
        Cancelling,
    }

    /// <summary>How arguments move from step to step.</summary>
    public enum Arguments
    {
        Growing,
        Shrinking,
        Wandering,
        Jumping,
        Creeping,
        AtTimesInfinite,
        Tiny,
        Points,
        Underflowing,
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Range_IsThatOfAllRows(Weights weights, Arguments arguments)
    {
        var random = new Random(20261128);
        foreach (int rows in Counts)
        {
            for (int changing = 0; changing < 4; changing++)
            {
                var sum = new OneSum<Real>(random, weights, rows, changing);
                for (int step = 0; step < Horizon; step++)
                {
                    Range<Real>[] given = Given(random, arguments, step, changing);
                    (Range<Real> expected, int low, int high) = sum.Reference(given);
                    sum.Rows.Range(step, given, out Range<Real> range);
                    Assert.Equal(Real.ToDouble(expected.Lo), Real.ToDouble(range.Lo));
                    Assert.Equal(Real.ToDouble(expected.Hi), Real.ToDouble(range.Hi));
                    Assert.Equal((low, high), sum.Attaining(step));
                }
            }
        }
    }

    /// <summary>The outer ends are those of all rows, also where rows are so near to each other that errors of their sums decide.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    [InlineData(Weights.Tiny, Arguments.Underflowing)]
    public void Range_OfEnclosures_IsThatOfAllRows(Weights weights, Arguments arguments)
    {
        var random = new Random(20261130);
        foreach (int rows in Counts)
        {
            for (int changing = 0; changing < 4; changing++)
            {
                var sum = new OneSum<Enclosure>(random, weights, rows, changing);
                foreach (WeightSlot term in sum.Terms)
                {
                    term.RelativeError = random.Next(3) * 1e-11;
                }

                sum.Prepare();
                for (int step = 0; step < Horizon; step++)
                {
                    Range<Enclosure>[] given = [.. Given(random, arguments, step, changing).Select(r => Wide(random, r))];
                    (Range<Enclosure> expected, _, _) = sum.Reference(given);
                    sum.Rows.Range(step, given, out Range<Enclosure> range);
                    Assert.Equal(expected.Lo.Lower, range.Lo.Lower);
                    Assert.Equal(expected.Hi.Upper, range.Hi.Upper);
                    Assert.True(range.Lo.Lower <= range.Lo.Upper && range.Hi.Lower <= range.Hi.Upper);
                }
            }
        }

        static Range<Enclosure> Wide(Random random, Range<Real> range)
        {
            (double lo, double hi, double by) = (Real.ToDouble(range.Lo), Real.ToDouble(range.Hi), random.Next(2) * 1e-15);
            return new(new Enclosure(lo - (by * Math.Abs(lo)), lo), new Enclosure(hi, hi + (by * Math.Abs(hi))));
        }
    }

    /// <summary>Summed over steps at which different rows attain the ends, and given out once.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Reverse_AddsWhatEveryStepDoes(Weights weights, Arguments arguments)
    {
        var random = new Random(20261129);
        foreach (int rows in Counts)
        {
            var sum = new OneSum<Real>(random, weights, rows, changing: 2);
            Range<Real>[][] given = [.. Enumerable.Range(0, Horizon).Select(step => Given(random, arguments, step, 2))];
            for (int step = 0; step < Horizon; step++)
            {
                sum.Rows.Range(step, given[step], out _);
            }

            sum.ClearAdjoints();
            var expected = new OneSum<Real>.Adjoints(sum);
            for (int step = Horizon - 1; step >= 0; step--)
            {
                // At times an end does not matter.
                Range<Real> adjoint = new(random.Next(3) * random.NextDouble(), -random.Next(3) * random.NextDouble());
                (_, int low, int high) = sum.Reference(given[step]);
                sum.Rows.Reverse(step, adjoint);
                for (int k = 0; k < 2; k++)
                {
                    Range<Real> argument = default;
                    sum.Rows.Reverse(step, k + 1, adjoint, given[step][k], ref argument);
                    Range<Real> other = expected.Add(k + 1, low, high, adjoint, given[step][k]);
                    Near(Real.ToDouble(other.Lo), Real.ToDouble(argument.Lo));
                    Near(Real.ToDouble(other.Hi), Real.ToDouble(argument.Hi));
                }

                expected.AddConstant(low, high, adjoint);
            }

            sum.Rows.FinishReverse();
            foreach ((double[] values, double[] actual) in expected.Compared())
            {
                for (int row = 0; row < rows; row++)
                {
                    Near(values[row], actual[row]);
                }
            }
        }

        static void Near(double expected, double actual)
        {
            bool isNear = expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected) + 1e-300;
            Assert.True(isNear, FormattableString.Invariant($"{actual} instead of {expected}"));
        }
    }

    /// <summary>What was known of the weights of the call before is forgotten.</summary>
    [Fact]
    public void Prepare_ForgetsTheCallBefore()
    {
        var sum = new OneSum<Real>(new Random(1), Weights.Ordinary, 17, changing: 1);
        Range<Real>[] given = [new(-0.5, 0.5)];
        sum.Rows.Range(0, given, out _);
        sum.Terms[1].Positive[11] += 1000;
        sum.Prepare();
        sum.Rows.Range(1, given, out Range<Real> range);
        Assert.Equal(Real.ToDouble(sum.Reference(given).Range.Hi), Real.ToDouble(range.Hi));
        Assert.Equal(11, sum.Attaining(1).High);
    }

    private static Range<Real>[] Given(Random random, Arguments arguments, int step, int changing) =>
        [
            .. Enumerable
                .Range(0, changing)
                .Select(k =>
                {
                    double settled = 1 - Math.Pow(0.6 + (0.1 * k), step);
                    double noise = random.NextDouble();
                    return arguments switch
                    {
                        Arguments.Growing => new Range<Real>(-0.7 * settled, 0.9 * settled),
                        Arguments.Shrinking => new Range<Real>(-2 + settled, 3 - (2 * settled)),
                        Arguments.Wandering => new Range<Real>(0.3 - (0.01 * noise), 0.4 + (0.02 * noise)),
                        Arguments.Jumping => new Range<Real>((4 * noise) - 3, (4 * noise) - 3 + random.NextDouble()),
                        Arguments.Creeping => new Range<Real>(-0.5 - (step * Ulp), 0.5 + (2 * step * Ulp)),
                        Arguments.Underflowing => new Range<Real>(-noise * 2e-123, settled * 2e-123), // a few of the least numbers
                        Arguments.Points => new Range<Real>(0.3 + noise, 0.3 + noise),
                        Arguments.AtTimesInfinite when step % 5 == 3 => new Range<Real>(double.NegativeInfinity, settled),
                        Arguments.AtTimesInfinite => new Range<Real>(-settled, settled),
                        _ => new Range<Real>(-settled * 1e-200, settled * 1e-200),
                    };
                }),
        ];
}
