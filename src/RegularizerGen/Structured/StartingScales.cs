using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Sets.Gains;

namespace RegularizerGen.Structured;

/// <summary>
/// Diagonal scales by the Perron vectors of |N|, at a level at which the spectral radius of |N| is below 1: with left and right Perron
/// vectors l and r and d_i² = l_i/r_i, ‖D|N|D⁻¹‖ is that radius (Stoer and Witzgall 1962). Rows and columns that are not scaled are one
/// block, known by its norms.
/// </summary>
internal sealed class StartingScales
{
    private const double Target = 0.97;
    private const double HighestLevel = 1e9;
    private const double LowestLevel = 1e-4;
    private const int Iterations = 150;

    private readonly int n;
    private readonly double[] sizes;
    private readonly (int Start, int Count) levels;
    private double spread = 1e-3;

    private StartingScales(IntervalMatrix matrix, int scaled, (int Start, int Count) levelRows)
    {
        bool hasFixed = matrix.Columns > scaled;
        n = scaled + (hasFixed ? 1 : 0);
        sizes = new double[n * n];
        for (int k = 0; k < matrix.Centre.Length; k++)
        {
            int row = Math.Min(k / matrix.Columns, scaled);
            int column = Math.Min(k % matrix.Columns, scaled);
            double size = Math.Abs(matrix.Centre[k]) + matrix.Radius[k];
            sizes[(row * n) + column] += row == scaled || column == scaled ? size * size : size;
        }

        for (int k = 0; k < n && hasFixed; k++)
        {
            sizes[(scaled * n) + k] = Math.Sqrt(sizes[(scaled * n) + k]);
            sizes[(k * n) + scaled] = k == scaled ? sizes[(k * n) + scaled] : Math.Sqrt(sizes[(k * n) + scaled]);
        }

        levels = (levelRows.Start, Math.Min(levelRows.Count, n - levelRows.Start));
    }

    /// <summary>N with its scales and its level; null where none was found.</summary>
    /// <param name="matrix">N: rows and columns that are scaled, then those that are not.</param>
    /// <param name="full">Order of T.</param>
    /// <param name="diagonal">Order of S.</param>
    /// <param name="levelRows">Rows that are divided by the level.</param>
    public static ScaledMatrix? Find(IntervalMatrix matrix, int full, int diagonal, (int Start, int Count) levelRows)
    {
        var search = new StartingScales(matrix, full + diagonal, levelRows);
        if (search.Level() is not { } level)
        {
            return null;
        }

        double[] left = search.Perron(level, isLeft: true).Vector;
        double[] right = search.Perron(level, isLeft: false).Vector;
        double[] scales = [.. left.Zip(right, (l, r) => Math.Sqrt(l / r))];
        double common = scales.Length > full + diagonal ? scales[^1] : 1;
        var scaled = ScaledMatrix.Of(
            matrix.Centre,
            matrix.Rows,
            full,
            [.. scales.Take(full + diagonal).Select(s => s / common)],
            levelRows
        );
        scaled.SetLevel(level);
        return scaled;
    }

    private double? Level()
    {
        while (Radius(HighestLevel) > Target)
        {
            spread /= 100;
            if (spread < 1e-200)
            {
                return null;
            }
        }

        (double low, double high) = (LowestLevel, HighestLevel);
        while (high > 1.02 * low)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = Radius(middle) < Target ? (low, middle) : (middle, high);
        }

        return high;
    }

    private double Radius(double level) => Perron(level, isLeft: false).Radius;

    /// <summary>Radius, from above, and vector of |N| with a little of everything added, which makes it irreducible.</summary>
    private (double Radius, double[] Vector) Perron(double level, bool isLeft)
    {
        double[] levelled = [.. sizes];
        Span<double> rows = levelled.AsSpan(levels.Start * n, levels.Count * n);
        TensorPrimitives.Divide<double>(rows, level, rows);
        levelled = isLeft ? SymmetricInverse.Transposed(levelled, n, n) : levelled;
        double[] vector = new double[n];
        Array.Fill(vector, 1);
        double[] next = new double[n];
        double radius = double.PositiveInfinity;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double all = spread * TensorPrimitives.Sum<double>(vector) / n;
            (double least, double most) = (double.PositiveInfinity, 0);
            for (int row = 0; row < n; row++)
            {
                double image = TensorPrimitives.Dot<double>(levelled.AsSpan(row * n, n), vector) + all;
                double ratio = image / vector[row];
                (least, most) = (Math.Min(least, ratio), Math.Max(most, ratio));
                next[row] = image + (0.2 * vector[row]); // what oscillates settles
            }

            radius = most;
            if (most < Target || least > Target)
            {
                if (most < least * 1.05 || (least > Target && !isLeft))
                {
                    return (radius, vector);
                }
            }

            TensorPrimitives.Divide<double>(next, TensorPrimitives.Max<double>(next), vector);
        }

        return (radius, vector);
    }
}
