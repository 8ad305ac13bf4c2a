using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Certificates;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests;

/// <summary>Norms for certificates are never below the true ones, and close.</summary>
public sealed class RigorousNormTests(ITestOutputHelper output)
{
    [Fact]
    public void SpectralNorm_IsNeverBelowTheSvd_AndClose()
    {
        const int seed = 20_261_124;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        for (int draw = 0; draw < 200; draw++)
        {
            int rows = random.Next(1, 40);
            int columns = random.Next(1, 40);
            double scale = Math.Pow(10, random.Next(-8, 9));
            double[] matrix = Kind(random, draw % 4, rows, columns, scale);
            double bound = RigorousNorms.Spectral(matrix, rows, columns);
            double svd = Matrix<double>.Build.DenseOfRowMajor(rows, columns, matrix).Svd(computeVectors: false).L2Norm;
            Assert.True(bound >= svd * (1 - 1e-14), $"{bound:R} is below {svd:R} (draw {draw}, {rows} x {columns}).");
            Assert.True(bound <= svd * (1 + 1e-10), $"{bound:R} is far above {svd:R} (draw {draw}, {rows} x {columns}).");
        }
    }

    /// <summary>A circulant matrix of constant row sums r has the spectral norm r exactly; entries are small integers, so nothing is
    /// rounded.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(64)]
    public void SpectralNorm_IsNotBelowAnExactlyKnownOne(int n)
    {
        double[] matrix = [.. Enumerable.Range(0, n * n).Select(k => (double)(1 + (((k % n) - (k / n) + n) % n)))];
        double exact = n * (n + 1) / 2.0;
        Assert.True(RigorousNorms.Spectral(matrix, n, n) >= exact);
        Assert.True(RigorousNorms.Spectral(matrix, n, n) <= exact * (1 + 1e-10));
    }

    /// <summary>What proofs of norms rest on, whatever finds the norm before.</summary>
    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 4)]
    [InlineData(17, 2)]
    [InlineData(1, 6)]
    public void Gram_IsThatOfTheSmallerSide(int rows, int columns)
    {
        double[] matrix = [.. Enumerable.Range(0, rows * columns).Select(k => (double)((7 * k) % 11) - 5)]; // products and sums are exact
        int n = Math.Min(rows, columns);
        double[] gram = new double[n * n];
        ShiftedCholesky.Gram(matrix, rows, columns, gram);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double expected = Enumerable.Range(0, Math.Max(rows, columns)).Sum(k => Entry(i, k) * Entry(j, k));
                Assert.Equal(expected, gram[(i * n) + j]);
            }
        }

        double Entry(int side, int k) => rows <= columns ? matrix[(side * columns) + k] : matrix[(k * columns) + side];
    }

    [Fact]
    public void SpecialMatrices_AreCovered()
    {
        Assert.Equal(0, RigorousNorms.Spectral(new double[12], 3, 4));
        Assert.True(RigorousNorms.Spectral([3, 4], 1, 2) is >= 5 and < 5.00000001);
        Assert.True(RigorousNorms.Spectral([0.6, -0.8, 0.8, 0.6], 2, 2) is >= 1 and < 1.00000001); // all singular values equal
        Assert.True(RigorousNorms.Spectral([1e200, 0, 0, 1e200], 2, 2) >= 1e200);
        Assert.True(RigorousNorms.Spectral([1e-200, 0, 0, 1e-200], 2, 2) is >= 1e-200 and < 2e-200);
        Assert.True(RigorousNorms.Euclidean([double.Epsilon]) >= double.Epsilon);
    }

    [Fact]
    public void RowSumsAndEuclideanNorms_AreRoundedUp()
    {
        double[] values = [.. Enumerable.Repeat(0.1, 1000)];
        // 0.1 as a double is 0.1000000000000000055…: a thousand of them exceed 100 by 5.55e-15, which no nearest rounding shows.
        Assert.True((decimal)RigorousNorms.LargestRowSum(values, 1, 1000) >= 100m);
        Assert.True(RigorousNorms.LargestRowSum(values, 1, 1000) > 100.0);
        Assert.True(RigorousNorms.Euclidean(values) > Math.Sqrt(10) * (1 - 1e-16));
    }

    [Fact]
    public void SumsOfProducts_CountWhatUnderflows()
    {
        Assert.Equal(0, RigorousNorms.SumOfProducts([0, 3], [double.PositiveInfinity, 0]));
        Assert.True(RigorousNorms.SumOfProducts([1e-200], [1e-200]) > 0);
        Assert.True(RigorousNorms.SumOfProducts([1e-162, 0], [1e-162, double.PositiveInfinity]) is > 0 and < 1e-300);
        double[] small = [.. Enumerable.Repeat(1e-162, 1000)];
        Assert.True(RigorousNorms.SumOfProducts(small, [.. small.Select(s => 2 * s)]) >= 2e-321); // each product rounds to 0
        Assert.Equal(double.PositiveInfinity, RigorousNorms.SumOfProducts([1e-200, 1e-200], [double.PositiveInfinity, 1e-200]));
        Assert.True(RigorousNorms.SumOfProducts([.. Enumerable.Repeat(0.1, 1000)], [.. Enumerable.Repeat(1.0, 1000)]) > 100.0);
    }

    [Fact]
    public void LimitsOfTinyCoefficients_AreNotZero()
    {
        // One state: Σ a^k b and √(Σ a^2k b²) are at least b.
        var tiny = new NonNegativeMatrix([0.5], [1e-200], 1, 0);
        Assert.True(tiny.SumOfSteps() >= 2e-200);
        Assert.True(tiny.RootOfSquares() >= 1e-200);

        // An output that is no state: 1e162 times a state of 1e-162 · 1e-162, and the state's own recovery.
        var amplified = new NonNegativeMatrix([1e-162, 1e162], [1e-162, 0], 1, 1);
        Assert.True(amplified.SumOfSteps() >= 1);
        Assert.True(amplified.RootOfSquares() >= 1);
        Assert.True(new NonNegativeMatrix([0, 1e-170, 1e-170, 0], [0, 0], 2, 0).SpectralRadius() >= 1e-170);
    }

    private static double[] Kind(Random random, int kind, int rows, int columns, double scale)
    {
        double[] u = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5)];
        double[] v = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)];
        return
        [
            .. Enumerable
                .Range(0, rows * columns)
                .Select(k =>
                    scale
                    * kind switch
                    {
                        0 => random.NextDouble() - 0.5,
                        1 => u[k / columns] * v[k % columns], // rank one
                        2 => 1.0 / (1 + (k / columns) + (k % columns)), // Hilbert
                        _ => (k / columns == k % columns ? 1 : 0) + (1e-9 * random.NextDouble()), // nearly orthogonal: clustered values
                    }
                ),
        ];
    }
}
