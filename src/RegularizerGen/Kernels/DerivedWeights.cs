using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Sums of matrices, transposes, products, identities and diagonals: what derived weights are made of. Each also serves the chain
/// rule back.</summary>
internal static class DerivedWeights
{
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
        bool fit = true;
        foreach (double value in values)
        {
            fit &= Math.Abs(value) <= largest;
        }

        return fit;
    }

    /// <summary>Bound of the absolute rounding error of every entry of a sum of terms: a Σ of at most <paramref name="operations"/> rounded
    /// operations over entries of the given total magnitude, plus what the terms bring.</summary>
    public static double EntryError(int operations, double magnitude, double inherited) =>
        1.01 * ((Certificates.RigorousNorms.Gamma(operations) * magnitude) + inherited + (operations * double.Epsilon));

    /// <summary>target += coefficient · a.</summary>
    public static void Add<T>(T coefficient, MatrixSpan<T> a, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            for (int column = 0; column < target.Columns; column++)
            {
                target[row, column] += coefficient * a[row, column];
            }
        }
    }

    /// <summary>target += coefficient · (scalar · a).</summary>
    public static void AddScaled<T>(T coefficient, T scalar, MatrixSpan<T> a, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            for (int column = 0; column < target.Columns; column++)
            {
                target[row, column] += coefficient * (scalar * a[row, column]);
            }
        }
    }

    /// <summary>Σ a ∘ b.</summary>
    public static T Inner<T>(MatrixSpan<T> a, MatrixSpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 0; column < a.Columns; column++)
            {
                sum += a[row, column] * b[row, column];
            }
        }

        return sum;
    }

    /// <summary>target += coefficient · a b.</summary>
    public static void AddProduct<T>(T coefficient, MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                T factor = coefficient * a[row, k];
                for (int column = 0; column < target.Columns; column++)
                {
                    target[row, column] += factor * b[k, column];
                }
            }
        }
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
