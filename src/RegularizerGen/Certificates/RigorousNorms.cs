using System;
using RegularizerGen.Kernels;

namespace RegularizerGen.Certificates;

/// <summary>Upper bounds of norms that survive rounding. All matrices are row-major and finite.</summary>
internal static class RigorousNorms
{
    /// <summary>Unit roundoff of double, 2^-53.</summary>
    public const double Roundoff = 1.0 / (1L << 53);

    // Every product or sum may underflow by this much.
    private const double Underflow = double.Epsilon;

    /// <summary>γ_n = n u / (1 - n u), rounded up: the relative error of a sum of n rounded terms of one sign (Higham 2002, lemma
    /// 3.1).</summary>
    public static double Gamma(double n) => Math.BitIncrement(n * Roundoff / (1 - (n * Roundoff)) * (1 + (4 * Roundoff)));

    /// <summary>Σ a b of non-negative numbers, from above; 0 only where every product is, 0·∞ being one of these.</summary>
    public static double SumOfProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
        if (!(sum > 0))
        {
            sum = 0;
            bool any = false;
            for (int k = 0; k < a.Length; k++)
            {
                if (a[k] != 0 && b[k] != 0)
                {
                    sum += a[k] * b[k];
                    any = true;
                }
            }

            if (!any)
            {
                return 0;
            }
        }

        return Math.BitIncrement((sum * (1 + Gamma(a.Length + 4))) + (a.Length * Underflow));
    }

    /// <summary>sqrt(Σ v²), from above.</summary>
    public static double Euclidean(ReadOnlySpan<double> values) =>
        Scaled(
            values,
            scaled =>
            {
                ReadOnlySpan<double> values = scaled;
                double sum = 0;
                foreach (double value in values)
                {
                    sum += value * value;
                }

                return sum == 0 && values.IndexOfAnyExcept(0.0) < 0
                    ? 0
                    : Math.BitIncrement(Math.Sqrt(Math.BitIncrement((sum * (1 + Gamma(values.Length + 2))) + (values.Length * Underflow))));
            }
        );

    /// <summary>Largest absolute row sum, from above.</summary>
    public static double LargestRowSum(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            foreach (double value in matrix.Slice(row * columns, columns))
            {
                sum += Math.Abs(value);
            }

            largest = Math.Max(largest, sum);
        }

        return columns == 1
            ? largest // a magnitude, not a sum
            : Math.BitIncrement(largest * (1 + Gamma(columns)));
    }

    /// <summary>
    /// The spectral norm, from above: s is a bound where the Cholesky factorization of s²I - G, G = WᵀW or WWᵀ, runs to completion in
    /// floating point; by Rump (BIT 46, 2006) all eigenvalues of s²I - G are then at least -γ_(n+1)/(1 - γ_(n+1))·trace, to which the
    /// rounding of G itself is added.
    /// </summary>
    public static double Spectral(ReadOnlySpan<double> matrix, int rows, int columns) =>
        Scaled(matrix[..(rows * columns)], scaled => SpectralInRange(scaled, rows, columns));

    private static double SpectralInRange(double[] matrix, int rows, int columns)
    {
        double frobenius = Euclidean(matrix);
        if (frobenius == 0 || rows == 1 || columns == 1)
        {
            return frobenius;
        }

        int n = ShiftedCholesky.Order(rows, columns);
        int inner = Math.Max(rows, columns);
        double[] factor = new double[n * n];
        var norm = SpectralNorm.WithoutVectors(rows, columns);
        double estimate = norm.Compute(matrix, rows, columns, new double[rows], new double[columns]);
        double cholesky = Gamma(n + 1) / (1 - Gamma(n + 1));
        double roundingOfGram = (Gamma(inner + 1) * frobenius * frobenius) + (n * inner * Underflow);
        double growth = 4 * n * (cholesky + Roundoff);
        for (double margin = growth + (4 * roundingOfGram / (estimate * estimate)) + (8 * Roundoff); margin < 1; margin *= 4)
        {
            double square = estimate * estimate * (1 + margin);
            if (ShiftedCholesky.FailingPivot(norm.Gram, n, square, factor) < 0)
            {
                // |fl(s² - g_ii) - (s² - g_ii)| ≤ u s²; trace ≤ n s².
                double bound = (square * (1 + (n * cholesky * 1.01) + (2 * Roundoff))) + roundingOfGram + (n * n * Underflow);
                return Math.Min(frobenius, Math.BitIncrement(Math.Sqrt(bound * (1 + (4 * Roundoff)))));
            }
        }

        return frobenius;
    }

    /// <summary>Scales by a power of two where squares could leave the range of double. What underflows then is covered by the terms of
    /// <see cref="Underflow"/>.</summary>
    private static double Scaled(ReadOnlySpan<double> values, Func<double[], double> norm)
    {
        double largest = values.IsEmpty ? 0 : Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<double>(values));
        if (largest == 0 || largest is > 1e-100 and < 1e100)
        {
            return norm(values.ToArray());
        }

        int exponent = Math.ILogB(largest);
        double[] scaled = new double[values.Length];
        for (int k = 0; k < scaled.Length; k++)
        {
            scaled[k] = Math.ScaleB(values[k], -exponent);
        }

        return Math.BitIncrement(Math.ScaleB(norm(scaled), exponent));
    }
}
