using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>
/// A singular value and its vectors by restarted Golub-Kahan-Lanczos bidiagonalization with full reorthogonalization (Golub and Kahan
/// 1965), iterated until the residual ‖Wᵀu - σv‖ is small beside σ: the largest one that the start has a part of. Allocates only when
/// created.
/// </summary>
internal sealed class LanczosBidiagonalization
{
    private const int LargestBasis = 24;
    private const int MostRestarts = 400;
    private const double Rounding = 1e-14;

    private readonly double[][] left = new double[LargestBasis][];
    private readonly double[][] right = new double[LargestBasis + 1][];

    // Column by column, each of the length of the largest basis, with zeros behind.
    private readonly double[] bidiagonal = new double[LargestBasis * LargestBasis];
    private readonly double[] rotations = new double[LargestBasis * LargestBasis];

    private readonly double tolerance;

    /// <summary>Reserves memory.</summary>
    /// <param name="rows">Rows of the matrix, at most.</param>
    /// <param name="columns">Columns, at most.</param>
    /// <param name="tolerance">Largest residual, relative to σ: that of vectors, whereas σ is off by its square.</param>
    public LanczosBidiagonalization(int rows, int columns, double tolerance = Rounding)
    {
        this.tolerance = tolerance;
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
            double residual = beyond * Math.Abs(Column(bidiagonal, column)[size - 1]) / sigma;
            Combine(left, Column(bidiagonal, column)[..size], coefficients, u);
            Combine(right, Column(rotations, column)[..size], coefficients, v);

            // Rounding may keep the residual just above the tolerance: stop where it no longer falls.
            stalled = residual < 0.5 * best ? 0 : stalled + 1;
            best = Math.Min(best, residual);
            if (residual <= tolerance * sigma || (stalled >= 3 && residual <= 1e-10 * sigma))
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
            Column(bidiagonal, k)[k] = alphas[k];
            if (k + 1 < size)
            {
                Column(bidiagonal, k + 1)[k] = betas[k];
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
            Column(rotations, k)[k] = 1;
        }

        for (int sweep = 0, rotated = 1; sweep < 40 && rotated > 0; sweep++)
        {
            rotated = 0;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    rotated += Rotate(p, q) ? 1 : 0;
                }
            }
        }

        column = 0;
        double largest = -1;
        for (int k = 0; k < size; k++)
        {
            double norm = TensorPrimitives.SumOfSquares<double>(Column(bidiagonal, k));
            if (norm > largest)
            {
                largest = norm;
                column = k;
            }
        }

        return Math.Sqrt(largest);
    }

    private bool Rotate(int p, int q)
    {
        ReadOnlySpan<Vector<double>> first = Vectors(Column(bidiagonal, p));
        ReadOnlySpan<Vector<double>> second = Vectors(Column(bidiagonal, q));
        (Vector<double> squares, Vector<double> otherSquares, Vector<double> products) = (default, default, default);
        for (int k = 0; k < first.Length && k < second.Length; k++)
        {
            squares += first[k] * first[k];
            otherSquares += second[k] * second[k];
            products += first[k] * second[k];
        }

        (double pp, double qq, double pq) = (Vector.Sum(squares), Vector.Sum(otherSquares), Vector.Sum(products));
        if (Math.Abs(pq) <= 1e-16 * Math.Sqrt(pp * qq))
        {
            return false;
        }

        double zeta = (qq - pp) / (2 * pq);
        double t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        Rotate(Vectors(Column(bidiagonal, p)), Vectors(Column(bidiagonal, q)), c, c * t);
        Rotate(Vectors(Column(rotations, p)), Vectors(Column(rotations, q)), c, c * t);
        return true;
    }

    private static void Rotate(Span<Vector<double>> p, Span<Vector<double>> q, double cosine, double sine)
    {
        (Vector<double> c, Vector<double> s) = (new(cosine), new(sine));
        for (int k = 0; k < p.Length && k < q.Length; k++)
        {
            (Vector<double> x, Vector<double> y) = (p[k], q[k]);
            p[k] = (c * x) - (s * y);
            q[k] = (s * x) + (c * y);
        }
    }

    private static Span<double> Column(double[] small, int column) => small.AsSpan(column * LargestBasis, LargestBasis);

    private static Span<Vector<double>> Vectors(Span<double> column) => MemoryMarshal.Cast<double, Vector<double>>(column);

    /// <summary>result = the unit vector along Σ_k basis[k] · column[k].</summary>
    private static void Combine(double[][] basis, ReadOnlySpan<double> column, Span<double> coefficients, Span<double> result)
    {
        result.Clear();
        column.CopyTo(coefficients);
        Normalize(coefficients[..column.Length]);
        for (int k = 0; k < column.Length; k++)
        {
            Arithmetic.AddMultiple(basis[k].AsSpan(0, result.Length), coefficients[k], result);
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
                Arithmetic.AddMultiple(other, -TensorPrimitives.Dot(other, vector), vector);
            }
        }
    }

    private static double Normalize(Span<double> vector)
    {
        double norm = TensorPrimitives.Norm<double>(vector);
        if (norm > 0)
        {
            Arithmetic.Multiply(vector, 1 / norm, vector);
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
            Arithmetic.AddMultiple(matrix.Slice(row * result.Length, result.Length), u[row], result);
        }
    }
}
