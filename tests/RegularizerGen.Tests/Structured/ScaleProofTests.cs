using System;
using System.Linq;
using RegularizerGen.Sets.Gains;
using RegularizerGen.Structured;

namespace RegularizerGen.Tests.Structured;

/// <summary>What is proved of scales, against exact arithmetic at the corners of the interval matrix.</summary>
public sealed class ScaleProofTests
{
    private const int Seed = 20_261_128;

    /// <summary>Levels around the one at which the norm is 1, ranges of all sizes, scales that differ by orders of magnitude.</summary>
    [Fact]
    public void Proof_HoldsInExactArithmetic_AndFailsWhereItIsFalse()
    {
        var random = new Random(Seed);
        (int proved, int refuted) = (0, 0);
        for (int draw = 0; draw < 300; draw++)
        {
            int full = random.Next(0, 3);
            int diagonal = random.Next(full == 0 ? 1 : 0, 3);
            int extra = random.Next(0, 2);
            (int rows, int columns) = (full + diagonal + extra, full + diagonal + random.Next(0, 2));
            (int, int) levelRows =
                extra > 0 ? (full + diagonal, extra)
                : full > 0 ? (0, full)
                : (0, diagonal);
            IntervalMatrix matrix = Draw(random, rows, columns, draw % 3 == 0 ? 0 : Math.Pow(10, -2 - random.Next(10)));
            double[] t = [.. Enumerable.Range(0, full * full).Select(k => Any(random) + (k % (full + 1) == 0 ? 3 : 0))];
            double[] s = [.. Enumerable.Range(0, diagonal).Select(_ => Math.Exp(4 * Any(random)))];
            var proof = new ScaleProof(matrix, t, s, levelRows);
            double least = Least(proof);
            if (double.IsInfinity(least))
            {
                continue;
            }

            Assert.True(proof.Holds(least));
            proved++;
            for (int corner = 0; corner < 8; corner++)
            {
                Assert.True(IsPositive(Corner(random, matrix), rows, columns, t, s, levelRows, least), $"draw {draw}");
            }

            // Sharp where there are no radii: a little below, the statement is false.
            if (matrix.Radius.All(r => r == 0) && least > 1e-3)
            {
                refuted += IsPositive(matrix.Centre, rows, columns, t, s, levelRows, least * (1 - 1e-6)) ? 0 : 1;
                Assert.False(IsPositive(matrix.Centre, rows, columns, t, s, levelRows, least * (1 - 1e-6)), $"draw {draw}");
            }
        }

        Assert.True(proved > 100 && refuted > 30, $"{proved} proved, {refuted} sharp");
    }

    /// <summary>T = [1, t; 0, ε], and a matrix that doubles (-t, 1), which T makes as small as ε: what rounding makes of the squares of T
    /// is more than the rest that decides.</summary>
    [Fact]
    public void NearlySingularScales_CountTheirRounding()
    {
        var random = new Random(Seed);
        for (int draw = 0; draw < 500; draw++)
        {
            double t = 1 + (random.Next(1 << 20) * Math.ScaleB(1, -20));
            double small = Math.Pow(10, -5 - (5 * random.NextDouble()));
            var matrix = new IntervalMatrix(2, 2);
            new[] { 0.5, -1.5 * t, 0, 2 }.CopyTo(matrix.Centre, 0);
            Assert.False(new ScaleProof(matrix, [1, t, 0, small], [], (0, 0)).Holds(1), $"t {t:R}, ε {small:R}");
        }
    }

    /// <summary>The rows of the inverse of [1, t; 0, ε] are (1, -t/ε) and (0, 1/ε).</summary>
    [Fact]
    public void InversesOfNearlySingularScales_CountTheirError()
    {
        var random = new Random(Seed);
        int found = 0;
        for (int draw = 0; draw < 500; draw++)
        {
            double t = 1 + random.NextDouble();
            double small = Math.Pow(10, -3 - (6 * random.NextDouble()));
            var inverse = new ScaleInverse([1, t, 0, small], 2);
            found += double.IsFinite(inverse.Factor) ? 1 : 0;
            double[] rows = inverse.Through(new SignedRows(IntervalMatrix.Identity(2))).Magnitudes();
            double[] exact = [Math.Sqrt(1 + (t / small * (t / small))), 1 / small];
            for (int row = 0; row < 2; row++)
            {
                double norm = Math.Sqrt((rows[2 * row] * rows[2 * row]) + (rows[(2 * row) + 1] * rows[(2 * row) + 1]));
                Assert.True(norm >= exact[row] * (1 - 1e-14), $"t {t:R}, ε {small:R}: {norm:R} is below {exact[row]:R}");
            }
        }

        Assert.True(found > 100, $"{found} inverses");
    }

    /// <summary>An entry that is off by its radius can make the statement false: the radius counts.</summary>
    [Fact]
    public void Radii_Count()
    {
        var matrix = new IntervalMatrix(1, 1);
        (matrix.Centre[0], matrix.Radius[0]) = (0.5, 0.3);
        var proof = new ScaleProof(matrix, [2], [], (0, 1));
        Assert.False(proof.Holds(0.79));
        Assert.False(proof.Holds(0.8));
        Assert.True(proof.Holds(1e4));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e120)]
    public void NumbersOutOfRange_ProveNothing(double entry)
    {
        var matrix = new IntervalMatrix(1, 1);
        Assert.False(new ScaleProof(matrix, [entry], [], (0, 1)).Holds(1));
        Assert.False(new ScaleProof(matrix, [], [entry], (0, 1)).Holds(1));
        matrix.Centre[0] = entry;
        Assert.False(new ScaleProof(matrix, [1], [], (0, 1)).Holds(1));
        matrix.Centre[0] = 0;
        Assert.False(new ScaleProof(matrix, [], [-1], (0, 1)).Holds(1));
        Assert.True(new ScaleProof(matrix, [1], [], (0, 1)).Holds(1));
        Assert.False(new ScaleProof(matrix, [1], [], (0, 1)).Holds(0));
    }

    /// <summary>Bisects the least level that is proved.</summary>
    private static double Least(ScaleProof proof)
    {
        (double low, double high) = (1e-6, 1e6);
        if (!proof.Holds(high))
        {
            return double.PositiveInfinity;
        }

        while (high > low * (1 + 1e-8))
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = proof.Holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Whether LᵀL - (L N)ᵀ(L N) is positive semidefinite, by exact elimination.</summary>
    private static bool IsPositive(
        double[] matrix,
        int rows,
        int columns,
        double[] t,
        double[] s,
        (int Start, int Count) levelRows,
        double level
    )
    {
        int full = (int)Math.Sqrt(t.Length);
        Fraction Scale(int row, int column) =>
            row < full && column < full ? Fraction.Of(t[(row * full) + column])
            : row == column ? Fraction.Of(row >= full && row < full + s.Length ? s[row - full] : 1)
            : Fraction.Of(0);
        Fraction Scaled(int row, int column)
        {
            Fraction sum = Fraction.Of(0);
            for (int k = 0; k < rows; k++)
            {
                bool both = row < full ? k < full : k == row;
                sum = both ? (sum + (Scale(row, k) * Fraction.Of(matrix[(k * columns) + column]))).Reduced() : sum;
            }

            return row >= levelRows.Start && row < levelRows.Start + levelRows.Count ? sum / Fraction.Of(level) : sum;
        }

        var left = new Fraction[columns, columns];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                left[i, j] = Fraction.Of(0);
                for (int k = 0; k < Math.Max(rows, columns); k++)
                {
                    left[i, j] = k < columns ? left[i, j] + (Scale(k, i) * Scale(k, j)) : left[i, j];
                    left[i, j] = k < rows ? left[i, j] - (Scaled(k, i) * Scaled(k, j)) : left[i, j];
                }
            }
        }

        for (int pivot = 0; pivot < columns; pivot++)
        {
            if (left[pivot, pivot].Numerator.Sign <= 0)
            {
                return false;
            }

            for (int i = pivot + 1; i < columns; i++)
            {
                for (int j = pivot + 1; j < columns; j++)
                {
                    left[i, j] = (left[i, j] - (left[i, pivot] * left[pivot, j] / left[pivot, pivot])).Reduced();
                }
            }
        }

        return true;
    }

    private static IntervalMatrix Draw(Random random, int rows, int columns, double radius)
    {
        var matrix = new IntervalMatrix(rows, columns);
        for (int k = 0; k < matrix.Centre.Length; k++)
        {
            (matrix.Centre[k], matrix.Radius[k]) = (0.5 * Any(random), radius * random.NextDouble());
        }

        return matrix;
    }

    private static double[] Corner(Random random, IntervalMatrix matrix) =>
        [.. matrix.Centre.Zip(matrix.Radius, (c, r) => random.Next(2) == 0 ? c - (r * (1 - 1e-4)) : c + (r * (1 - 1e-4)))];

    private static double Any(Random random) => (2 * random.NextDouble()) - 1;
}
