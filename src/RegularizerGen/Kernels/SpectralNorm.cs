using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Kernels;

/// <summary>
/// Largest singular value and its vectors, by Lanczos bidiagonalization from a deterministic start. A small residual proves a singular
/// value, not the largest one: the start may be orthogonal to the top direction. So s²I - WᵀW is factorized with s barely above σ (<see
/// cref="ShiftedCholesky"/>); where that fails it has found a direction that W stretches more, and the iteration starts anew from there.
/// Allocates only when created.
/// </summary>
internal sealed class SpectralNorm
{
    private readonly LanczosBidiagonalization lanczos;
    private readonly double[] gram;
    private readonly double[] factor;
    private readonly double[] direction;

    public SpectralNorm(int rows, int columns)
        : this(rows, columns, new LanczosBidiagonalization(rows, columns)) { }

    private SpectralNorm(int rows, int columns, LanczosBidiagonalization lanczos)
    {
        int order = ShiftedCholesky.Order(rows, columns);
        this.lanczos = lanczos;
        gram = new double[order * order];
        factor = new double[order * order];
        direction = new double[order];
    }

    /// <summary>One whose norm is as near as any, but whose vectors are not.</summary>
    public static SpectralNorm WithoutVectors(int rows, int columns) => new(rows, columns, new(rows, columns, tolerance: 1e-7));

    /// <summary>WᵀW or WWᵀ, whichever is smaller, of the last matrix that was not a single row, a single column or zero.</summary>
    public ReadOnlySpan<double> Gram => gram;

    /// <summary>
    /// The spectral norm of a row-major matrix, from above up to rounding (about n² units in the last place for the smaller side n); fills
    /// unit vectors u and v with W v = σ u (zeros for a zero matrix).
    /// </summary>
    public double Compute(ReadOnlySpan<double> matrix, int rows, int columns, Span<double> u, Span<double> v)
    {
        double frobenius = TensorPrimitives.Norm(matrix[..(rows * columns)]);
        if (frobenius == 0)
        {
            u.Clear();
            v.Clear();
            return 0;
        }

        Span<double> start = lanczos.Start(columns);
        for (int k = 0; k < columns; k++)
        {
            start[k] = 1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k)));
        }

        double sigma = lanczos.Iterate(matrix, rows, columns, u, v);
        if (sigma == 0)
        {
            // The start lies in the null space; the largest row does not.
            LargestRow(matrix, rows, columns).CopyTo(start);
            sigma = lanczos.Iterate(matrix, rows, columns, u, v);
        }

        int order = ShiftedCholesky.Order(rows, columns);
        if (order == 1)
        {
            return sigma;
        }

        // Every failure leads to a larger singular value, and there are as many as the order.
        ShiftedCholesky.Gram(matrix, rows, columns, gram);
        if (sigma >= frobenius * (1 - 1e-15))
        {
            return sigma;
        }

        for (int attempt = 0; attempt <= order; attempt++)
        {
            int pivot = ShiftedCholesky.FailingPivot(gram, order, sigma * sigma * (1 + Margin(rows, columns, frobenius / sigma)), factor);
            if (pivot < 0)
            {
                return sigma;
            }

            Span<double> z = direction.AsSpan(0, order);
            ShiftedCholesky.Direction(factor, order, pivot, z);
            if (rows <= columns)
            {
                LanczosBidiagonalization.MultiplyTransposed(matrix, z, start);
            }
            else
            {
                z.CopyTo(start);
            }

            sigma = Math.Max(sigma, lanczos.Iterate(matrix, rows, columns, u, v));
        }

        return frobenius;
    }

    /// <summary>Relative margin of s² over σ² at which rounding (of the Gram matrix and of its factorization; Rump 2006) cannot make the
    /// factorization of a true bound fail.</summary>
    public static double Margin(int rows, int columns, double frobeniusRatio)
    {
        const double Roundoff = 1.0 / (1L << 53);
        double order = ShiftedCholesky.Order(rows, columns);
        return Roundoff * ((4 * order * (order + 3)) + (4 * (Math.Max(rows, columns) + 2) * frobeniusRatio * frobeniusRatio) + 8);
    }

    private static ReadOnlySpan<double> LargestRow(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        int largest = 0;
        double norm = 0;
        for (int row = 0; row < rows; row++)
        {
            double own = TensorPrimitives.SumOfSquares(matrix.Slice(row * columns, columns));
            (largest, norm) = own > norm ? (row, own) : (largest, norm);
        }

        return matrix.Slice(largest * columns, columns);
    }
}
