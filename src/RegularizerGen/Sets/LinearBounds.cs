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

    /// <summary>Adds a row of coefficients of the signal to the rows of an argument: by the upper slope where a coefficient is positive, by
    /// the lower one where it is negative.</summary>
    /// <param name="row">The coefficients.</param>
    /// <param name="argument">Which argument.</param>
    /// <param name="target">The row of the argument.</param>
    /// <param name="isFresh">Whether to write it, whatever it was.</param>
    public void Distribute(ReadOnlySpan<double> row, int argument, Span<double> target, bool isFresh)
    {
        ReadOnlySpan<double> above = UpperSlopes[argument].AsSpan(0, row.Length);
        ReadOnlySpan<double> below = LowerSlopes[argument].AsSpan(0, row.Length);
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var coefficient = new Vector<double>(row[k..]);
            Vector<double> product = coefficient * Choose(coefficient, above[k..], below[k..]);
            (isFresh ? product : new Vector<double>(target[k..]) + product).CopyTo(target[k..]);
        }

        for (; k < row.Length; k++)
        {
            double product = row[k] * (row[k] > 0 ? above[k] : below[k]);
            target[k] = isFresh ? product : target[k] + product;
        }
    }

    /// <summary>What a row of coefficients adds to the constant, and what rounding errors are proportional to.</summary>
    public (double Constant, double Size) Constant(ReadOnlySpan<double> row)
    {
        (Vector<double> sums, Vector<double> sizes) = (Vector<double>.Zero, Vector<double>.Zero);
        ReadOnlySpan<double> above = UpperOffsets.AsSpan(0, row.Length);
        ReadOnlySpan<double> below = LowerOffsets.AsSpan(0, row.Length);
        ReadOnlySpan<double> magnitudes = Magnitudes.AsSpan(0, row.Length);
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var coefficient = new Vector<double>(row[k..]);
            sums += coefficient * Choose(coefficient, above[k..], below[k..]);
            sizes += Vector.Abs(coefficient) * new Vector<double>(magnitudes[k..]);
        }

        (double sum, double size) = (Vector.Sum(sums), Vector.Sum(sizes));
        for (; k < row.Length; k++)
        {
            sum += row[k] * (row[k] > 0 ? above[k] : below[k]);
            size += Math.Abs(row[k]) * magnitudes[k];
        }

        return (sum, size);
    }

    private static Vector<double> Choose(Vector<double> coefficient, ReadOnlySpan<double> above, ReadOnlySpan<double> below) =>
        Vector.ConditionalSelect(
            Vector.GreaterThan(coefficient, Vector<double>.Zero),
            new Vector<double>(above),
            new Vector<double>(below)
        );
}
