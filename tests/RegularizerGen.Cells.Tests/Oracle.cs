using MathNet.Numerics.LinearAlgebra;

namespace RegularizerGen.Cells.Tests;

/// <summary>Norms by a library that no one here wrote.</summary>
internal static class Oracle
{
    public static double SpectralNorm(double[] rowMajor, int rows, int columns) =>
        Matrix<double>.Build.DenseOfRowMajor(rows, columns, rowMajor).Svd(computeVectors: false).L2Norm;
}
