using System;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;

namespace RegularizerGen.Cells.Tests;

/// <summary>Norms by a library that no one here wrote.</summary>
internal static class Oracle
{
    /// <summary>The largest singular value. Entries are scaled to at most 1: the library does not come back from larger ones whose squares
    /// overflow.</summary>
    public static double SpectralNorm(double[] rowMajor, int rows, int columns)
    {
        double largest = rowMajor.Max(Math.Abs);
        return largest == 0
            ? 0
            : largest
                * Matrix<double>.Build.DenseOfRowMajor(rows, columns, rowMajor.Select(v => v / largest)).Svd(computeVectors: false).L2Norm;
    }
}
