using System;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Sets;

/// <summary>
/// Bounds of the units of one signal at one step that are linear in its arguments: Σ slope·argument + offset, from below and from above,
/// valid on the ranges of the arguments. Slopes are any numbers, offsets are rounded outward.
/// </summary>
internal sealed class LinearBounds
{
    public LinearBounds(int arguments, int width)
    {
        double[][] New() => [.. Enumerable.Range(0, arguments).Select(_ => new double[width])];
        (UpperSlopes, LowerSlopes, UpperPoints, LowerPoints) = (New(), New(), New(), New());
        (UpperOffsets, LowerOffsets, Magnitudes) = (new double[width], new double[width], new double[width]);
    }

    public double[][] UpperSlopes { get; }

    public double[][] LowerSlopes { get; }

    public double[] UpperOffsets { get; }

    public double[] LowerOffsets { get; }

    /// <summary>Where the bound from above touches, nearly: the derivative of its offset by a slope is minus that.</summary>
    public double[][] UpperPoints { get; }

    /// <summary>Where the bound from below touches, nearly.</summary>
    public double[][] LowerPoints { get; }

    /// <summary>Σ |slope| max|argument| + |offset|, of the larger of both: what rounding errors are proportional to.</summary>
    public double[] Magnitudes { get; }

    /// <summary>The sum of the largest |argument| of all: what underflows in coefficients is multiplied by it.</summary>
    public double ArgumentSize { get; set; }

    /// <summary>Adds rows of coefficients of the signal to those of an argument: by the upper slope where a coefficient is positive, by
    /// the lower one where it is negative.</summary>
    /// <param name="rows">The coefficients [rows, width].</param>
    /// <param name="argument">Which argument.</param>
    /// <param name="target">The rows of the argument.</param>
    /// <param name="isFresh">Whether to write them, whatever they were.</param>
    public void Distribute(ReadOnlySpan<double> rows, int argument, Span<double> target, bool isFresh)
    {
        int width = UpperOffsets.Length;
        ReadOnlySpan<double> above = UpperSlopes[argument];
        ReadOnlySpan<double> below = LowerSlopes[argument];
        for (int start = 0; start < rows.Length; start += width)
        {
            ReadOnlySpan<double> row = rows.Slice(start, width);
            Span<double> own = target.Slice(start, width);
            int k = 0;
            for (; k <= width - Vector<double>.Count; k += Vector<double>.Count)
            {
                Vector<double> coefficient = row.VectorAt(k);
                Vector<double> product = coefficient * Choose(coefficient, above, below, k);
                own.Put(k, isFresh ? product : own.VectorAt(k) + product);
            }

            for (; k < width; k++)
            {
                double product = row[k] * (row[k] > 0 ? above[k] : below[k]);
                own[k] = isFresh ? product : own[k] + product;
            }
        }
    }

    /// <summary>What rows of coefficients add to their constants, and what rounding errors are proportional to.</summary>
    /// <param name="rows">The coefficients [rows, width].</param>
    /// <param name="above">Offsets of positive coefficients [width].</param>
    /// <param name="below">Offsets of negative ones [width].</param>
    /// <param name="magnitudes">What their absolute values count [width].</param>
    /// <param name="constants">Receives the one [rows].</param>
    /// <param name="sizes">Receives the other [rows].</param>
    public static void AddUp(
        ReadOnlySpan<double> rows,
        ReadOnlySpan<double> above,
        ReadOnlySpan<double> below,
        ReadOnlySpan<double> magnitudes,
        Span<double> constants,
        Span<double> sizes
    )
    {
        int width = above.Length;
        below = below[..width];
        magnitudes = magnitudes[..width];
        for (int start = 0; start < rows.Length; start += width)
        {
            ReadOnlySpan<double> row = rows.Slice(start, width);
            (Vector<double> sums, Vector<double> absolute) = (Vector<double>.Zero, Vector<double>.Zero);
            int k = 0;
            for (; k <= width - Vector<double>.Count; k += Vector<double>.Count)
            {
                Vector<double> coefficient = row.VectorAt(k);
                sums += coefficient * Choose(coefficient, above, below, k);
                absolute += Vector.Abs(coefficient) * magnitudes.VectorAt(k);
            }

            (double sum, double size) = (Vector.Sum(sums), Vector.Sum(absolute));
            for (; k < width; k++)
            {
                sum += row[k] * (row[k] > 0 ? above[k] : below[k]);
                size += Math.Abs(row[k]) * magnitudes[k];
            }

            (constants[start / width], sizes[start / width]) = (sum, size);
        }
    }

    private static Vector<double> Choose(Vector<double> coefficient, ReadOnlySpan<double> above, ReadOnlySpan<double> below, int k) =>
        Vector.ConditionalSelect(Vector.GreaterThan(coefficient, Vector<double>.Zero), above.VectorAt(k), below.VectorAt(k));
}
