using System;
using System.Linq;
using RegularizerGen.Numbers;
using RegularizerGen.Sets;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Matrices that are known up to radii: what members give, in exact arithmetic, is never outside. At radius 0 a rounding that is
/// not counted shows, else a radius that is too small.</summary>
public sealed class IntervalMatrixTests
{
    private const int Size = 3;
    private const int Members = 60;

    private readonly Random random = new(20_261_128);
    private readonly SmallCell cell = new(SmallCell.Form.All, Size);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Sums_ContainThoseOfMembers(double radius) =>
        Each(() =>
        {
            (IntervalMatrix a, IntervalMatrix b) = (Draw(radius), Draw(radius));
            Check(IntervalMatrix.Sum(a, b), () => [.. Member(a).Zip(Member(b), (x, y) => x + y)]);
        });

    /// <summary>α W M for a matrix, a diagonal and a scalar, and α M.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void ProductsWithWeights_ContainThoseOfMembers(double radius) =>
        Each(() =>
        {
            double[][] values = [.. cell.Weights.Select(w => Some(w.Rows * Math.Max(1, w.Columns)))];
            var weights = new SetWeights(cell);
            for (int k = 0; k < values.Length; k++)
            {
                weights.Take(k, WeightSpan<double>.Over(values[k], cell.Weights[k]));
            }

            weights.Complete();
            double coefficient = random.NextDouble() - 0.5;
            foreach (int weight in new[] { 0, 3, 4, -1 })
            {
                IntervalMatrix other = Draw(radius);
                var own = new IntervalMatrix(Size, Size);
                own.AddProduct(weights, weight, coefficient, other);
                own.Close();
                double Entry(int row, int column) =>
                    weight == 0 ? values[0][(row * Size) + column]
                    : row != column ? 0
                    : weight == 3 ? values[3][row]
                    : weight == 4 ? values[4][0]
                    : 1;
                double[] matrix = [.. Enumerable.Range(0, Size * Size).Select(k => Entry(k / Size, k % Size))];
                Check(own, () => [.. Times([.. matrix.Select(w => (Dyadic)w * coefficient)], Member(other))]);
            }
        });

    /// <summary>Rows times slopes that are known up to a range, added to what is there.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0)]
    [InlineData(0, 0.3)]
    [InlineData(0.3, 0.3)]
    public void ProductsWithSlopes_ContainThoseOfMembers(double radius, double width) =>
        Each(() =>
        {
            (IntervalMatrix first, IntervalMatrix second) = (Draw(radius), Draw(radius));
            Enclosure[][] slopes = [.. new[] { 0, 1 }.Select(_ => Some(Size).Select(s => new Enclosure(s, s + width)).ToArray())];
            var own = new IntervalMatrix(Size, Size);
            own.AddScaled(unit => slopes[0][unit], first);
            own.AddScaled(unit => slopes[1][unit], second);
            own.Close();
            Check(own, () => [.. Scaled(slopes[0], Member(first)).Zip(Scaled(slopes[1], Member(second)), (x, y) => x + y)]);

            Dyadic[] Scaled(Enclosure[] by, Dyadic[] member)
            {
                double[] chosen = [.. by.Select(s => random.Next(2) == 0 ? s.Lower : s.Upper)];
                return [.. member.Select((m, k) => m * chosen[k / Size])];
            }
        });

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void RowsAndScaledColumns_ContainThoseOfMembers(double radius) =>
        Each(() =>
        {
            IntervalMatrix matrix = Draw(radius);
            (double[] rows, double[] scales) = (Some(Size * Size), [0, 1, 1 + random.NextDouble()]);
            Check(matrix.Multiplied(rows, Size, Outward.Gamma(2 * Size)), () => Times([.. rows.Select(r => (Dyadic)r)], Member(matrix)));
            Check(matrix.ScaledColumns(scales), () => [.. Member(matrix).Select((m, k) => m * scales[k % Size])]);
            double[] sizes = matrix.Magnitudes();
            foreach (Dyadic[] member in Enumerable.Range(0, Members).Select(_ => Member(matrix)))
            {
                Assert.All(member, (m, k) => Assert.True(Dyadic.Abs(m) <= sizes[k]));
            }
        });

    /// <summary>Products that each round to 0.</summary>
    [Fact]
    public void ProductsThatUnderflow_LoseNothing()
    {
        var own = new IntervalMatrix(1, 1);
        var other = new IntervalMatrix(1, 1);
        other.Centre[0] = 1e-200;
        own.AddScaled(_ => 1e-200, other);
        own.Close();
        Check(own, () => [(Dyadic)1e-200 * 1e-200]);
        Check(other.ScaledColumns([1e-200]), () => [(Dyadic)1e-200 * 1e-200]);
    }

    private static void Each(Action test)
    {
        for (int draw = 0; draw < 20; draw++)
        {
            test();
        }
    }

    private double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

    private IntervalMatrix Draw(double radius)
    {
        var matrix = new IntervalMatrix(Size, Size);
        Some(Size * Size).CopyTo(matrix.Centre, 0);
        Some(Size * Size).Select(r => radius * Math.Abs(r)).ToArray().CopyTo(matrix.Radius, 0);
        return matrix;
    }

    /// <summary>Every entry at an end of its range.</summary>
    private Dyadic[] Member(IntervalMatrix of) =>
        [.. of.Centre.Select((c, k) => (Dyadic)c + (of.Radius[k] * (random.Next(2) == 0 ? 1 : -1)))];

    private static Dyadic[] Times(Dyadic[] left, Dyadic[] right) =>
        [
            .. Enumerable
                .Range(0, Size * Size)
                .Select(k =>
                    Enumerable
                        .Range(0, Size)
                        .Select(i => left[(k / Size * Size) + i] * right[(i * Size) + (k % Size)])
                        .Aggregate((a, b) => a + b)
                ),
        ];

    private static void Check(IntervalMatrix bound, Func<Dyadic[]> member)
    {
        for (int draw = 0; draw < Members; draw++)
        {
            Assert.All(member(), (m, k) => Assert.True(Dyadic.Abs(m - bound.Centre[k]) <= bound.Radius[k], $"entry {k}, member {draw}"));
        }
    }
}
