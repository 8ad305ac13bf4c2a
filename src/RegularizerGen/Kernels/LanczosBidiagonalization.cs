using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Kernels;

/// <summary>
/// A singular value and its vectors by restarted Golub-Kahan-Lanczos bidiagonalization with full reorthogonalization (Golub and Kahan
/// 1965), iterated until the residual ‖Wᵀu - σv‖ is at rounding level: the largest one that the start has a part of. Allocates only when
/// created.
/// </summary>
internal sealed class LanczosBidiagonalization
{
    private const int LargestBasis = 24;
    private const int MostRestarts = 400;
    private const double Tolerance = 1e-14;

    private readonly double[][] left = new double[LargestBasis][];
    private readonly double[][] right = new double[LargestBasis + 1][];
    private readonly double[] bidiagonal = new double[LargestBasis * LargestBasis];
    private readonly double[] rotations = new double[LargestBasis * LargestBasis];

    public LanczosBidiagonalization(int rows, int columns)
    {
        for (int k = 0; k < LargestBasis; k++)
        {
            left[k] = new double[rows];
            right[k] = new double[columns];
        }

        right[LargestBasis] = new double[columns];
    }

    /// <summary>Where the iteration starts; to be filled before it, and overwritten by it.</summary>
    public Span<double> Start(int columns) => right[0].AsSpan(0, columns);

    /// <summary>A singular value and its vectors, from the vector in <see cref="Start"/>; 0 where W maps that to zero.</summary>
    public double Iterate(ReadOnlySpan<double> matrix, int rows, int columns, Span<double> u, Span<double> v)
    {
        Span<double> start = Start(columns);
        double sigma = 0;
        double best = double.PositiveInfinity;
        int stalled = 0;
        Span<double> coefficients = stackalloc double[LargestBasis];
        for (int restart = 0; restart < MostRestarts; restart++)
        {
            (int size, double beyond) = Bidiagonalize(matrix, rows, columns);
            if (size == 0)
            {
                return 0;
            }

            sigma = LargestTriplet(size, out int column);
            double residual = beyond * Math.Abs(bidiagonal[((size - 1) * size) + column]) / sigma;
            Combine(left, bidiagonal, column, coefficients[..size], u);
            Combine(right, rotations, column, coefficients[..size], v);

            // Rounding may keep the residual just above the tolerance: stop where it no longer falls.
            stalled = residual < 0.5 * best ? 0 : stalled + 1;
            best = Math.Min(best, residual);
            if (residual <= Tolerance * sigma || (stalled >= 3 && residual <= 1e-10 * sigma))
            {
                break;
            }

            // One power step ahead of v, so that even a basis of one vector makes progress.
            MultiplyTransposed(matrix, u, start);
        }

        return sigma;
    }

    /// <summary>Fills the bases from the start vector right[0]; returns their size and the norm of what lies beyond them.</summary>
    private (int Size, double Beyond) Bidiagonalize(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        int most = Math.Min(LargestBasis, Math.Min(rows, columns));
        Array.Clear(bidiagonal);
        if (Normalize(right[0].AsSpan(0, columns)) == 0)
        {
            return (0, 0);
        }

        double scale = 0;
        Span<double> alphas = stackalloc double[LargestBasis];
        Span<double> betas = stackalloc double[LargestBasis];
        int size = 0;
        double beyond = 0;
        for (int k = 0; k < most; k++)
        {
            Span<double> leftVector = left[k].AsSpan(0, rows);
            Multiply(matrix, right[k].AsSpan(0, columns), leftVector);
            Orthogonalize(left, k, leftVector);
            double alpha = Normalize(leftVector);
            scale = Math.Max(scale, alpha);
            if (alpha <= 1e-15 * scale || alpha == 0)
            {
                break;
            }

            alphas[k] = alpha;
            size = k + 1;
            Span<double> rightVector = right[k + 1].AsSpan(0, columns);
            MultiplyTransposed(matrix, leftVector, rightVector);
            Orthogonalize(right, k + 1, rightVector);
            betas[k] = beyond = Normalize(rightVector);
            scale = Math.Max(scale, beyond);
            if (beyond <= 1e-15 * scale)
            {
                beyond = 0;
                break;
            }
        }

        for (int k = 0; k < size; k++)
        {
            bidiagonal[(k * size) + k] = alphas[k];
            if (k + 1 < size)
            {
                bidiagonal[(k * size) + k + 1] = betas[k];
            }
        }

        return (size, size == columns ? 0 : beyond);
    }

    /// <summary>One-sided Jacobi on the small bidiagonal matrix: its columns become σ·(left vectors), <see cref="rotations"/> the right
    /// vectors.</summary>
    private double LargestTriplet(int size, out int column)
    {
        Array.Clear(rotations);
        for (int k = 0; k < size; k++)
        {
            rotations[(k * size) + k] = 1;
        }

        for (int sweep = 0, rotated = 1; sweep < 40 && rotated > 0; sweep++)
        {
            rotated = 0;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    rotated += Rotate(size, p, q) ? 1 : 0;
                }
            }
        }

        column = 0;
        double largest = -1;
        for (int k = 0; k < size; k++)
        {
            double norm = 0;
            for (int row = 0; row < size; row++)
            {
                norm += bidiagonal[(row * size) + k] * bidiagonal[(row * size) + k];
            }

            if (norm > largest)
            {
                largest = norm;
                column = k;
            }
        }

        return Math.Sqrt(largest);
    }

    private bool Rotate(int size, int p, int q)
    {
        double pp = 0,
            qq = 0,
            pq = 0;
        for (int row = 0; row < size; row++)
        {
            double x = bidiagonal[(row * size) + p];
            double y = bidiagonal[(row * size) + q];
            pp += x * x;
            qq += y * y;
            pq += x * y;
        }

        if (Math.Abs(pq) <= 1e-16 * Math.Sqrt(pp * qq))
        {
            return false;
        }

        double zeta = (qq - pp) / (2 * pq);
        double t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        double s = c * t;
        foreach (double[] target in (ReadOnlySpan<double[]>)[bidiagonal, rotations])
        {
            for (int row = 0; row < size; row++)
            {
                double x = target[(row * size) + p];
                double y = target[(row * size) + q];
                target[(row * size) + p] = (c * x) - (s * y);
                target[(row * size) + q] = (s * x) + (c * y);
            }
        }

        return true;
    }

    /// <summary>result = the unit vector along Σ_k basis[k] · small[k, column].</summary>
    private static void Combine(double[][] basis, double[] small, int column, Span<double> coefficients, Span<double> result)
    {
        result.Clear();
        for (int k = 0; k < coefficients.Length; k++)
        {
            coefficients[k] = small[(k * coefficients.Length) + column];
        }

        Normalize(coefficients);
        for (int k = 0; k < coefficients.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(basis[k].AsSpan(0, result.Length), coefficients[k], result, result);
        }

        Normalize(result);
    }

    /// <summary>Gram-Schmidt, twice: once is not enough when much cancels.</summary>
    private static void Orthogonalize(double[][] basis, int count, Span<double> vector)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<double> other = basis[k].AsSpan(0, vector.Length);
                TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot(other, vector), vector, vector);
            }
        }
    }

    private static double Normalize(Span<double> vector)
    {
        double norm = TensorPrimitives.Norm<double>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Multiply(vector, 1 / norm, vector);
        }

        return norm;
    }

    private static void Multiply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> v, Span<double> result)
    {
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = TensorPrimitives.Dot(matrix.Slice(row * v.Length, v.Length), v);
        }
    }

    /// <summary>result = Wᵀ u.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> matrix, ReadOnlySpan<double> u, Span<double> result)
    {
        result.Clear();
        for (int row = 0; row < u.Length; row++)
        {
            TensorPrimitives.MultiplyAdd(matrix.Slice(row * result.Length, result.Length), u[row], result, result);
        }
    }
}
