using System;

namespace RegularizerGen.Certificates;

/// <summary>
/// What follows from coefficients A and B of one step, for all steps: upper bounds, found in floating point and then verified with outward
/// rounding. Rows of A and B are the new states, followed by the output where that is no state.
/// </summary>
/// <param name="a">A, row by row; non-negative, upper bounds.</param>
/// <param name="b">B; non-negative, upper bounds.</param>
/// <param name="states">Number of states m.</param>
/// <param name="outputRow">Row that is the output.</param>
internal sealed class NonNegativeMatrix(double[] a, double[] b, int states, int outputRow)
{
    private const int MostIterations = 100_000;

    /// <summary>Upper bound of the spectral radius by Collatz and Wielandt: ρ(A) ≤ max (A v)_i / v_i for every v > 0. Infinite where A is
    /// not finite.</summary>
    public double SpectralRadius() => Perron().Ratio;

    /// <summary>A vector v > 0 and max (A v)_i / v_i, rounded up: A v ≤ ratio · v.</summary>
    public (double Ratio, double[] Vector) Perron()
    {
        double largest = 0;
        foreach (double entry in a)
        {
            largest = Math.Max(largest, entry);
        }

        // The Perron vector of A, shifted (no cycles) and slightly filled (no zeros).
        double[] v = new double[states];
        Array.Fill(v, 1.0);
        if (largest == 0 || !double.IsFinite(largest))
        {
            return (largest, v);
        }

        double[] vector = [.. v];
        double best = double.PositiveInfinity;
        for (int k = 0, stalled = 0; k < 2000 && stalled < 20; k++)
        {
            double ratio = LargestRatio(v);
            stalled = ratio < best * (1 - 1e-15) ? 0 : stalled + 1;
            (best, vector) = ratio < best ? (ratio, [.. v]) : (best, vector);
            double[] next = Multiply(v);
            double sum = 0;
            for (int i = 0; i < states; i++)
            {
                sum += v[i];
            }

            double size = 0;
            for (int i = 0; i < states; i++)
            {
                next[i] += (0.3 * best * v[i]) + (1e-14 * largest * sum);
                size = Math.Max(size, next[i]);
            }

            for (int i = 0; i < states; i++)
            {
                v[i] = next[i] / size;
            }
        }

        return (best, vector);
    }

    /// <summary>Upper bound of the output's gain Σ_k e A^k B over any number of steps (energy, peak), given ρ(A) below 1; infinite where
    /// none could be verified.</summary>
    public double SumOfSteps()
    {
        double[] y = new double[states];
        for (int k = 0; k < MostIterations; k++)
        {
            double[] next = Step(y);
            bool settled = true;
            for (int i = 0; i < states; i++)
            {
                settled &= next[i] <= y[i] * (1 + 1e-15);
            }

            y = next;
            if (settled)
            {
                break;
            }
        }

        // y ≥ A y + B elementwise implies y ≥ (I - A)^-1 B where ρ(A) < 1.
        for (double inflation = 1e-14; inflation < 1e-3; inflation *= 4)
        {
            double[] larger = Array.ConvertAll(y, value => (value * (1 + inflation)) + double.Epsilon);
            double[] mapped = Step(larger);
            bool contained = true;
            for (int i = 0; i < states; i++)
            {
                contained &= mapped[i] <= larger[i];
            }

            if (contained)
            {
                return outputRow < states ? larger[outputRow] : Sum(Row(outputRow, larger), b[outputRow]);
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>Upper bound of the root of Σ_k (e A^k B)² (white noise), by the discrete Lyapunov equation P = A P Aᵀ + B Bᵀ; infinite
    /// where none could be verified.</summary>
    public double RootOfSquares()
    {
        double[] p = Lyapunov();
        for (double inflation = 1e-14; inflation < 1e-3; inflation *= 4)
        {
            double[] larger = Array.ConvertAll(p, value => (value * (1 + inflation)) + double.Epsilon);
            double[] mapped = Congruence(larger);
            bool contained = true;
            for (int k = 0; k < mapped.Length; k++)
            {
                contained &= mapped[k] <= larger[k];
            }

            if (contained)
            {
                return outputRow < states ? Math.BitIncrement(Math.Sqrt(larger[(outputRow * states) + outputRow])) : Root(larger);
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>
    /// The first step from which a unit disturbance of all states moves the output by at most the given fraction, for ever: powers of A are
    /// applied to a vector of ones until every entry falls (from then on it can only fall, A being non-negative). Null where that does not
    /// happen.
    /// </summary>
    public int? RecoveryTime(double fraction)
    {
        double[] size = new double[states];
        Array.Fill(size, 1.0);
        int last = 0; // the last step whose output exceeds the fraction
        for (int step = 1; step < MostIterations; step++)
        {
            double output = Row(outputRow, size);
            last = output > fraction ? step : last;
            double[] next = Multiply(size);
            bool falling = true;
            for (int i = 0; i < states; i++)
            {
                falling &= next[i] <= size[i];
            }

            if (falling && output <= fraction)
            {
                return last + 1;
            }

            size = next;
        }

        return null;
    }

    /// <summary>a + b of non-negative numbers, rounded up.</summary>
    private static double Sum(double a, double b) =>
        a == 0 ? b
        : b == 0 ? a
        : Math.BitIncrement(a + b);

    private double LargestRatio(double[] v)
    {
        double largest = 0;
        double[] image = Multiply(v);
        for (int i = 0; i < states; i++)
        {
            largest = Math.Max(largest, image[i] == 0 ? 0 : Math.BitIncrement(image[i] / v[i]));
        }

        return largest;
    }

    /// <summary>A row of A times a vector, rounded up.</summary>
    private double Row(int row, ReadOnlySpan<double> v) => RigorousNorms.SumOfProducts(a.AsSpan(row * states, states), v);

    /// <summary>√(a P aᵀ + b²) for the row of the output, rounded up.</summary>
    private double Root(double[] p)
    {
        double[] image = new double[states];
        for (int i = 0; i < states; i++)
        {
            image[i] = Row(outputRow, p.AsSpan(i * states, states));
        }

        double own = b[outputRow];
        return Math.BitIncrement(Math.Sqrt(Sum(Row(outputRow, image), RigorousNorms.SumOfProducts([own], [own]))));
    }

    private double[] Multiply(double[] v)
    {
        double[] result = new double[states];
        for (int i = 0; i < states; i++)
        {
            result[i] = Row(i, v);
        }

        return result;
    }

    /// <summary>A y + B, rounded up.</summary>
    private double[] Step(double[] y)
    {
        double[] result = new double[states];
        for (int i = 0; i < states; i++)
        {
            result[i] = Sum(Row(i, y), b[i]);
        }

        return result;
    }

    /// <summary>Σ_k A^k B Bᵀ (A^k)ᵀ by doubling: S ← S + M S Mᵀ, M ← M².</summary>
    private double[] Lyapunov()
    {
        double[] m = a.AsSpan(0, states * states).ToArray();
        double[] s = new double[states * states];
        for (int i = 0; i < states; i++)
        {
            for (int j = 0; j < states; j++)
            {
                s[(i * states) + j] = b[i] * b[j];
            }
        }

        for (int doubling = 0; doubling < 60; doubling++)
        {
            double[] added = Product(Product(m, s, transposed: false), m, transposed: true);
            for (int k = 0; k < s.Length; k++)
            {
                s[k] += added[k];
            }

            m = Product(m, m, transposed: false);
        }

        return s;
    }

    /// <summary>A P Aᵀ + B Bᵀ, rounded up.</summary>
    private double[] Congruence(double[] p)
    {
        double[] square = a.AsSpan(0, states * states).ToArray();
        double[] result = Product(Product(square, p, transposed: false), square, transposed: true);
        for (int i = 0; i < states; i++)
        {
            for (int j = 0; j < states; j++)
            {
                result[(i * states) + j] = Sum(result[(i * states) + j], RigorousNorms.SumOfProducts([b[i]], [b[j]]));
            }
        }

        return result;
    }

    /// <summary>left·right or left·rightᵀ, rounded up.</summary>
    private double[] Product(double[] left, double[] right, bool transposed)
    {
        double[] result = new double[states * states];
        double[] column = new double[states];
        for (int j = 0; j < states; j++)
        {
            for (int k = 0; k < states; k++)
            {
                column[k] = transposed ? right[(j * states) + k] : right[(k * states) + j];
            }

            for (int i = 0; i < states; i++)
            {
                result[(i * states) + j] = RigorousNorms.SumOfProducts(left.AsSpan(i * states, states), column);
            }
        }

        return result;
    }
}
