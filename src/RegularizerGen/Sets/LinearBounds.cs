using System;
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
        (UpperSlopes, LowerSlopes) = (new double[arguments][], new double[arguments][]);
        for (int k = 0; k < arguments; k++)
        {
            (UpperSlopes[k], LowerSlopes[k]) = (new double[width], new double[width]);
        }

        (UpperOffsets, LowerOffsets, Magnitudes) = (new double[width], new double[width], new double[width]);
    }

    public double[][] UpperSlopes { get; }

    public double[][] LowerSlopes { get; }

    public double[] UpperOffsets { get; }

    public double[] LowerOffsets { get; }

    /// <summary>Σ |slope| max|argument| + |offset|, of the larger of both: what rounding errors are proportional to.</summary>
    public double[] Magnitudes { get; }

    /// <summary>The sum of the largest |argument| of all: what underflows in coefficients is multiplied by it.</summary>
    public double ArgumentSize { get; set; }

    /// <summary>Adds a row of coefficients of the signal to the rows of its arguments, and returns what it adds to the constant: the upper
    /// bound where a coefficient is positive, the lower one where it is negative.</summary>
    /// <param name="row">The coefficients.</param>
    /// <param name="argument">Which argument.</param>
    /// <param name="target">The row of the argument.</param>
    public void Distribute(ReadOnlySpan<double> row, int argument, Span<double> target)
    {
        ReadOnlySpan<double> above = UpperSlopes[argument];
        ReadOnlySpan<double> below = LowerSlopes[argument];
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var coefficient = new Vector<double>(row[k..]);
            Vector<double> slope = Vector.ConditionalSelect(
                Vector.GreaterThan(coefficient, Vector<double>.Zero),
                new Vector<double>(above[k..]),
                new Vector<double>(below[k..])
            );
            (new Vector<double>(target[k..]) + (coefficient * slope)).CopyTo(target[k..]);
        }

        for (; k < row.Length; k++)
        {
            target[k] += row[k] * (row[k] > 0 ? above[k] : below[k]);
        }
    }

    /// <summary>What a row of coefficients adds to the constant.</summary>
    public double Constant(ReadOnlySpan<double> row)
    {
        Vector<double> sums = Vector<double>.Zero;
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var coefficient = new Vector<double>(row[k..]);
            sums +=
                coefficient
                * Vector.ConditionalSelect(
                    Vector.GreaterThan(coefficient, Vector<double>.Zero),
                    new Vector<double>(UpperOffsets, k),
                    new Vector<double>(LowerOffsets, k)
                );
        }

        double sum = Vector.Sum(sums);
        for (; k < row.Length; k++)
        {
            sum += row[k] * (row[k] > 0 ? UpperOffsets[k] : LowerOffsets[k]);
        }

        return sum;
    }
}
