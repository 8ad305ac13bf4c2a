using System;
using System.Linq;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Tests.Sets;

/// <summary>Products of matrices that are known up to radii: never below what members of them give, and what scalars attain.</summary>
public sealed class SignedRowsTests
{
    private const int Seed = 20_261_128;

    /// <summary>One unit: v Π (c_t ± r_t) (k ± r) is largest at an end of every factor, whatever the number of steps (terms are folded
    /// after 24).</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void ProductOfScalars_IsAttained(int steps)
    {
        var random = new Random(Seed);
        IntervalMatrix Draw()
        {
            var matrix = new IntervalMatrix(1, 1);
            (matrix.Centre[0], matrix.Radius[0]) = (1 + random.NextDouble(), 0.3 * random.NextDouble());
            return matrix;
        }

        static double Largest(IntervalMatrix m) => m.Centre[0] + m.Radius[0];
        IntervalMatrix start = Draw();
        var rows = new SignedRows(start);
        double expected = Largest(start);
        for (int t = 0; t < steps; t++)
        {
            IntervalMatrix step = Draw();
            rows.Multiply(step);
            expected *= Largest(step);
        }

        IntervalMatrix last = Draw();
        Assert.InRange(rows.Magnitudes()[0], expected * (1 - 1e-12), expected * (1 + 1e-4));
        Assert.InRange(rows.Times(last).Magnitudes()[0], expected * Largest(last) * (1 - 1e-12), expected * Largest(last) * (1 + 1e-4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    public void Products_AreNeverBelowThoseOfMembers(double radius)
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 40; draw++)
        {
            (int height, int states, int inputs) = (random.Next(1, 4), random.Next(1, 5), random.Next(1, 4));
            IntervalMatrix Draw(int rows, int columns)
            {
                var matrix = new IntervalMatrix(rows, columns);
                for (int k = 0; k < matrix.Centre.Length; k++)
                {
                    (matrix.Centre[k], matrix.Radius[k]) = ((2 * random.NextDouble()) - 1, radius * random.NextDouble());
                }

                return matrix;
            }

            IntervalMatrix start = Draw(height, states);
            IntervalMatrix[] steps = [.. Enumerable.Range(0, random.Next(0, 30)).Select(_ => Draw(states, states))];
            IntervalMatrix last = Draw(states, inputs);
            var bound = new SignedRows(start);
            foreach (IntervalMatrix step in steps)
            {
                bound.Multiply(step);
            }

            (double[] ofStates, double[] ofInputs) = (bound.Magnitudes(), bound.Times(last).Magnitudes());
            for (int member = 0; member < 100; member++)
            {
                double[] Any(IntervalMatrix m) =>
                    [
                        .. m.Centre.Select(
                            (c, k) => c + (m.Radius[k] * (member % 2 == 0 ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1))
                        ),
                    ];
                double[] product = Any(start);
                foreach (IntervalMatrix step in steps)
                {
                    product = Times(product, Any(step), states, states);
                }

                NotBelow(ofStates, product);
                NotBelow(ofInputs, Times(product, Any(last), states, inputs));
            }
        }
    }

    /// <summary>One unit: ((v p_1 + a_1) p_2 + a_2) … is largest at an end of every factor and summand.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void SumOfProductsOfScalars_IsAttained(int steps)
    {
        var random = new Random(Seed);
        IntervalMatrix Draw()
        {
            var matrix = new IntervalMatrix(1, 1);
            (matrix.Centre[0], matrix.Radius[0]) = (0.8 * random.NextDouble(), 0.3 * random.NextDouble());
            return matrix;
        }

        static double Largest(IntervalMatrix m) => m.Centre[0] + m.Radius[0];
        IntervalMatrix start = Draw();
        var rows = new SignedRows(start);
        double expected = Largest(start);
        for (int t = 0; t < steps; t++)
        {
            (IntervalMatrix step, IntervalMatrix added) = (Draw(), Draw());
            rows.Multiply(step);
            rows.Add(added);
            expected = (expected * Largest(step)) + Largest(added);
        }

        Assert.InRange(rows.Magnitudes()[0], expected * (1 - 1e-12), expected * (1 + 1e-4));
    }

    /// <summary>1 beside 1e16 is lost, and counted: before a product, which would pay for it, too.</summary>
    [Fact]
    public void SumsThatRound_CountIt()
    {
        static IntervalMatrix Of(double centre)
        {
            var matrix = new IntervalMatrix(1, 1);
            matrix.Centre[0] = centre;
            return matrix;
        }

        IntervalMatrix sum = IntervalMatrix.Sum(Of(1e16), Of(1));
        Assert.True((Dyadic)sum.Centre[0] + sum.Radius[0] >= (Dyadic)1e16 + 1.0);
        var rows = new SignedRows(Of(1e16));
        rows.Add(Of(1));
        rows.Add(Of(-1e16));
        Assert.True(rows.Magnitudes()[0] >= 1);
    }

    [Fact]
    public void ColumnBlock_HasCentresAndRadii()
    {
        var matrix = new IntervalMatrix(2, 3);
        (matrix.Centre[4], matrix.Radius[5]) = (7, 8);
        Assert.Equal([0, 0, 7, 0], matrix.ColumnBlock(1, 2).Centre);
        Assert.Equal([0, 0, 0, 8], matrix.ColumnBlock(1, 2).Radius);
    }

    /// <summary>Radii of matrices whose centres are 0: |v| R, Σ e |M| R and the two radii with each other, each by itself.</summary>
    [Fact]
    public void RadiiOfEveryStep_Count()
    {
        IntervalMatrix Of(double[] centre, double[] radius)
        {
            var matrix = new IntervalMatrix(centre.Length / 2, 2);
            centre.CopyTo(matrix.Centre, 0);
            radius.CopyTo(matrix.Radius, 0);
            return matrix;
        }

        var rows = new SignedRows(Of([1, 0], [0, 1]));
        rows.Multiply(Of([0, 0, 0, 0], [0.5, 0, 0, 0.25]));
        Assert.InRange(rows.Magnitudes()[0], 0.5, 0.5 * (1 + 1e-5));
        Assert.InRange(rows.Magnitudes()[1], 0.25, 0.25 * (1 + 1e-5));
        double[] product = rows.Times(Of([0, 2, 0, 0], [3, 0, 0, 1])).Magnitudes();
        Assert.InRange(product[0], 1.5, 1.5 * (1 + 1e-5));
        Assert.InRange(product[1], 1.25, 1.25 * (1 + 1e-5));
    }

    /// <summary>Radii 0, and centres whose products cancel: what rounding leaves of them is more than their own size off.</summary>
    [Fact]
    public void ProductsThatCancel_CountTheirRounding()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 200; draw++)
        {
            var start = new IntervalMatrix(1, 3);
            var step = new IntervalMatrix(3, 3);
            for (int k = 0; k < 3; k++)
            {
                start.Centre[k] = 1 + random.NextDouble();
                (step.Centre[k], step.Centre[3 + k]) = (1e15 * random.NextDouble(), 1e15 * random.NextDouble());
            }

            Dyadic[] exact = new Dyadic[3];
            for (int k = 0; k < 3; k++)
            {
                step.Centre[6 + k] = -((start.Centre[0] * step.Centre[k]) + (start.Centre[1] * step.Centre[3 + k])) / start.Centre[2];
                for (int row = 0; row < 3; row++)
                {
                    exact[k] += (Dyadic)start.Centre[row] * step.Centre[(3 * row) + k];
                }
            }

            var rows = new SignedRows(start);
            double[] ofInputs = rows.Times(step).Magnitudes();
            rows.Multiply(step);
            for (int k = 0; k < 3; k++)
            {
                Assert.True(Dyadic.Abs(exact[k]) <= ofInputs[k] && Dyadic.Abs(exact[k]) <= rows.Magnitudes()[k], $"draw {draw}");
            }
        }
    }

    /// <summary>A huge radius times a product that underflows: 1e150 · 1e-170 · 1e-170.</summary>
    [Fact]
    public void ProductsThatUnderflow_LoseNothing()
    {
        var start = new IntervalMatrix(1, 1);
        start.Radius[0] = 1e150;
        var step = new IntervalMatrix(1, 1);
        step.Centre[0] = 1e-170;
        var rows = new SignedRows(start);
        rows.Multiply(step);
        Assert.True(rows.Times(step).Magnitudes()[0] >= 1e-190);
        rows.Multiply(step);
        Assert.True(rows.Magnitudes()[0] >= 1e-190);
    }

    private static void NotBelow(double[] bounds, double[] values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            Assert.True(Math.Abs(values[k]) <= bounds[k] * (1 + 1e-12), $"{values[k]:R} is above {bounds[k]:R}.");
        }
    }

    private static double[] Times(double[] a, double[] b, int inner, int columns) =>
        [
            .. Enumerable
                .Range(0, a.Length / inner * columns)
                .Select(k => Enumerable.Range(0, inner).Sum(i => a[(k / columns * inner) + i] * b[(i * columns) + (k % columns)])),
        ];
}
