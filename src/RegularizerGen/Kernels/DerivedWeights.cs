using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen.Kernels;

/// <summary>Sums of matrices, transposes, products, identities and diagonals: what derived weights are made of. Each also serves the chain
/// rule back.</summary>
internal static class DerivedWeights
{
    private const int Part = 64; // entries of a row that are scaled at a time

    /// <summary>Largest absolute entry of a matrix.</summary>
    public static double LargestEntry<T>(MatrixSpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int row = 0; row < values.Rows; row++)
        {
            for (int column = 0; column < values.Columns; column++)
            {
                largest = Math.Max(largest, Math.Abs(double.CreateChecked(values[row, column])));
            }
        }

        return largest;
    }

    /// <summary>Checks a matrix that was computed from weights.</summary>
    /// <exception cref="ArgumentException">An entry left the range of the element type; the message names the matrix by its
    /// formula.</exception>
    public static void RequireFinite<T>(ReadOnlySpan<T> values, string formula)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!GradientStage.IsFinite(values))
        {
            throw new ArgumentException(
                $"The matrix '{formula}', which is computed from weights, exceeds the range of {typeof(T).Name}; scale its factors down.",
                "weights"
            );
        }
    }

    /// <summary>Whether all values are finite as elements, with room for one more of their size.</summary>
    public static bool FitIn<T>(ReadOnlySpan<double> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = (typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue) / 2;
        return values.IsEmpty || Math.Abs(TensorPrimitives.MaxMagnitude(values)) <= largest;
    }

    /// <summary>Bound of the absolute rounding error of every entry of a sum of terms: a Σ of at most <paramref name="operations"/> rounded
    /// operations over entries of the given total magnitude, plus what the terms bring.</summary>
    public static double EntryError(int operations, double magnitude, double inherited) =>
        1.01 * ((Certificates.RigorousNorms.Gamma(operations) * magnitude) + inherited + (operations * double.Epsilon));

    /// <summary>target += coefficient · a.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Add<T>(T coefficient, MatrixSpan<T> a, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(a, target.Rows, target.Columns, "term", nameof(a));
        if (a.IsDense && target.IsDense)
        {
            Arithmetic.AddMultiple(a.Dense, coefficient, target.Dense);
            return;
        }

        for (int row = 0; row < target.Rows && target.Columns > 0; row++)
        {
            if (a.HasContiguousRows && target.HasContiguousRows)
            {
                Arithmetic.AddMultiple(a.Row(row), coefficient, target.Row(row));
                continue;
            }

            for (int column = 0; column < target.Columns; column++)
            {
                target[row, column] += coefficient * a[row, column];
            }
        }
    }

    /// <summary>target += coefficient · (scalar · a).</summary>
    /// <exception cref="ArgumentException">The shapes differ, or rows are not contiguous.</exception>
    public static void AddScaled<T>(T coefficient, T scalar, MatrixSpan<T> a, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(a, target.Rows, target.Columns, "term", nameof(a));
        if (!a.HasContiguousRows || !target.HasContiguousRows)
        {
            throw new ArgumentException("Rows of a matrix that is scaled must be contiguous.", nameof(a));
        }

        Span<T> scaled = stackalloc T[Part];
        for (int row = 0; row < target.Rows; row++)
        {
            for (int start = 0; start < target.Columns; start += Part)
            {
                int count = Math.Min(Part, target.Columns - start);
                Arithmetic.Multiply(a.Row(row).Slice(start, count), scalar, scaled[..count]);
                Arithmetic.AddMultiple(scaled[..count], coefficient, target.Row(row).Slice(start, count));
            }
        }
    }

    /// <summary>Σ a ∘ b.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static T Inner<T>(MatrixSpan<T> a, MatrixSpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(b, a.Rows, a.Columns, "factor", nameof(b));
        T sum = T.Zero;
        for (int row = 0; row < a.Rows; row++)
        {
            if (a.HasContiguousRows && b.HasContiguousRows)
            {
                sum += TensorPrimitives.Dot<T>(a.Row(row), b.Row(row));
                continue;
            }

            for (int column = 0; column < a.Columns; column++)
            {
                sum += a[row, column] * b[row, column];
            }
        }

        return sum;
    }

    /// <summary>target += coefficient · a b.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void AddProduct<T>(T coefficient, MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ShapeCheck.Require(a, target.Rows, b.Rows, "factor", nameof(a));
        ShapeCheck.Require(b, a.Columns, target.Columns, "factor", nameof(b));
        if (b.HasContiguousRows && target.HasContiguousRows)
        {
            (int m, int k, int n) = (a.Rows, a.Columns, b.Columns);
            Gemm.Add(a.Data, a.RowStride, a.ColumnStride, b.Data, b.RowStride, coefficient, target.Data, target.RowStride, m, k, n);
            return;
        }

        bool areContiguous = a.HasContiguousRows && b.Transpose.HasContiguousRows;
        for (int row = 0; row < target.Rows; row++)
        {
            for (int column = 0; column < target.Columns; column++)
            {
                target[row, column] += coefficient * Product(a, row, b, column, areContiguous);
            }
        }
    }

    private static T Product<T>(MatrixSpan<T> a, int row, MatrixSpan<T> b, int column, bool areContiguous)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (areContiguous)
        {
            return TensorPrimitives.Dot<T>(a.Row(row), b.Transpose.Row(column));
        }

        T sum = T.Zero;
        for (int k = 0; k < a.Columns; k++)
        {
            sum += a[row, k] * b[k, column];
        }

        return sum;
    }

    /// <summary>target += coefficient · I.</summary>
    public static void AddIdentity<T>(T coefficient, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < target.Rows; k++)
        {
            target[k, k] += coefficient;
        }
    }

    /// <summary>target += coefficient · diag(p).</summary>
    public static void AddDiagonal<T>(T coefficient, ReadOnlySpan<T> p, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < p.Length; k++)
        {
            target[k, k] += coefficient * p[k];
        }
    }

    /// <summary>gradient of p += coefficient · the diagonal of the matrix' gradient.</summary>
    public static void AddDiagonalGradient<T>(T coefficient, MatrixSpan<T> matrixGradient, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < gradient.Length; k++)
        {
            gradient[k] += coefficient * matrixGradient[k, k];
        }
    }
}
