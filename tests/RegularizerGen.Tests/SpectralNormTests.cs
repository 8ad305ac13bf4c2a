using System;
using System.Linq;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests;

/// <summary>The converged spectral norm and its vectors against MathNet's SVD.</summary>
public sealed class SpectralNormTests
{
    [Fact]
    public void NormAndVectors_AgreeWithTheSvd() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, int.MaxValue])
            .Seeded()
            .Sample((rows, columns, seed) => Check(Random(rows, columns, seed), vectors: true), iter: 300);

    [Fact]
    public void LargeMatrices_Converge()
    {
        Check(Random(256, 256, 1), vectors: true);
        Check(Random(300, 17, 2), vectors: true);
        Check(Random(5, 400, 3), vectors: true);
    }

    [Fact]
    public void NearlyEqualSingularValues_StillGiveTheNorm()
    {
        // Orthogonal up to 1e-6: the largest singular values almost tie.
        Matrix<double> q = Random(60, 60, 4).QR().Q;
        Check(q + (1e-6 * Random(60, 60, 5)), vectors: false);
        Check(Matrix<double>.Build.DenseIdentity(33), vectors: false);
    }

    [Fact]
    public void DegenerateMatrices_AreHandled()
    {
        Check(Matrix<double>.Build.Dense(1, 1, -3), vectors: true);
        Check(Matrix<double>.Build.Dense(7, 4, (i, j) => (i + 1.0) * (j - 1.5)), vectors: true); // rank one
        Assert.Equal(0, new SpectralNorm(3, 2).Compute(new double[6], 3, 2, new double[3], new double[2]));
        Check(Matrix<double>.Build.Dense(6, 6, (i, j) => i == 0 && j == 5 ? 2 : 0), vectors: true);
    }

    [Fact]
    public void TopDirectionOrthogonalToTheStart_IsFound()
    {
        // The matrix of the issue: the iteration's fixed start is orthogonal to its top direction to the last place.
        Check(
            Matrix<double>.Build.DenseOfArray(
                new[,]
                {
                    { 1.5460924969870826, -1.268699330322298 },
                    { 0.6343496651611491, 0.7730462484935414 },
                }
            ),
            vectors: true
        );
        Check(
            Matrix<double>.Build.DenseOfArray(
                new[,]
                {
                    { 500 * 1.5460924969870826, -500 * 1.268699330322298 },
                    { 0.6343496651611491, 0.7730462484935414 },
                }
            ),
            vectors: true
        );
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(7, 7)]
    [InlineData(5, 12)]
    [InlineData(12, 5)]
    [InlineData(40, 40)]
    [InlineData(90, 33)]
    public void Norm_IsFoundWhateverTheStartMisses(int rows, int columns)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            // Right singular vectors orthogonal to the start: all, or some, of the top ones are invisible from there.
            int order = Math.Min(rows, columns);
            Matrix<double> start = Matrix<double>.Build.Dense(
                columns,
                1,
                (k, _) => 1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k)))
            );
            Matrix<double> right = start.Append(Random(columns, columns - 1, seed)).QR().Q;
            Matrix<double> left = Random(rows, rows, seed + 1000).QR().Q;
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, order).Select(k => k == 0 ? 1 : Math.Round(4 * random.NextDouble(), 1) + 1)];
            Matrix<double> sigma = Matrix<double>.Build.Dense(rows, columns, (i, j) => i == j ? values[i] : 0);
            Check(left * sigma * right.Transpose(), vectors: false);
        }
    }

    [Fact]
    public void StartInTheNullSpace_IsNoZero()
    {
        // Rank one, its row orthogonal to the start.
        double a = 1 + (0.5 * Math.Sin(12.9898));
        double b = 1 + (0.5 * Math.Sin((12.9898 * 2) + 0.37));
        Check(
            Matrix<double>.Build.DenseOfArray(
                new[,]
                {
                    { b, -a },
                    { 2 * b, -2 * a },
                }
            ),
            vectors: true
        );
        Check(
            Matrix<double>.Build.DenseOfArray(
                new[,]
                {
                    { b, -a },
                }
            ),
            vectors: true
        );
    }

    [Fact]
    public void Vectors_BelongToTheNorm() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 30], Gen.Int[0, int.MaxValue])
            .Sample(
                (rows, columns, seed) =>
                {
                    Matrix<double> matrix = Random(rows, columns, seed);
                    double[] u = new double[rows];
                    double[] v = new double[columns];
                    double norm = new SpectralNorm(40, 35).Compute(matrix.ToRowMajorArray(), rows, columns, u, v);
                    var image = matrix * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(v);
                    Assert.Equal(
                        0,
                        (image - (norm * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(u))).L2Norm(),
                        1e-9 * norm
                    );
                },
                iter: 100
            );

    private static Matrix<double> Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Matrix<double>.Build.Dense(rows, columns, (_, _) => (2 * random.NextDouble()) - 1);
    }

    private static void Check(Matrix<double> matrix, bool vectors)
    {
        double[] rowMajor = matrix.ToRowMajorArray();
        double[] u = new double[matrix.RowCount];
        double[] v = new double[matrix.ColumnCount];
        double norm = new SpectralNorm(matrix.RowCount, matrix.ColumnCount).Compute(rowMajor, matrix.RowCount, matrix.ColumnCount, u, v);
        var svd = matrix.Svd();
        Assert.Equal(svd.S[0], norm, 1e-12 * svd.S[0]);
        if (!vectors)
        {
            return;
        }

        var wanted = svd.U.Column(0).OuterProduct(svd.VT.Row(0));
        double gap = svd.S.Count > 1 ? (svd.S[0] - svd.S[1]) / svd.S[0] : 1;
        for (int i = 0; i < u.Length; i++)
        {
            for (int j = 0; j < v.Length; j++)
            {
                Assert.Equal(wanted[i, j], u[i] * v[j], 1e-11 / Math.Max(gap, 1e-9));
            }
        }
    }
}
