using System;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests;

/// <summary>The converged spectral norm and its vectors against MathNet's SVD.</summary>
public sealed class SpectralNormTests
{
    [Fact]
    public void NormAndVectors_AgreeWithTheSvd() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, int.MaxValue]).Seeded().Sample(
        (rows, columns, seed) => Check(Random(rows, columns, seed), vectors: true), iter: 300);

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
