using System;
using System.Numerics;

namespace RegularizerGen.Sets;

/// <summary>What coefficients make of a box: the most that Σ a_k v_k can be, Σ of the absolute values of its terms, and how far the most
/// and the least lie apart. Coefficients that are 0 count as 0, whatever the range.</summary>
internal readonly record struct Extent(double Most, double Size, double Width)
{
    /// <param name="coefficients">The coefficients.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    public static Extent Of(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        (Vector<double> mosts, Vector<double> sizes, Vector<double> widths) = (
            Vector<double>.Zero,
            Vector<double>.Zero,
            Vector<double>.Zero
        );
        lower = lower[..coefficients.Length];
        upper = upper[..coefficients.Length];
        int k = 0;
        for (; k <= coefficients.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var a = coefficients.VectorAt(k);
            var lo = lower.VectorAt(k);
            var hi = upper.VectorAt(k);
            Vector<double> isUsed = Vector.AsVectorDouble(~Vector.Equals(a, Vector<double>.Zero));
            Vector<double> term = isUsed & (a * Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<double>.Zero), hi, lo));
            mosts += term;
            sizes += Vector.Abs(term);
            widths += isUsed & (Vector.Abs(a) * (hi - lo));
        }

        var extent = new Extent(Vector.Sum(mosts), Vector.Sum(sizes), Vector.Sum(widths));
        for (; k < coefficients.Length; k++)
        {
            double a = coefficients[k];
            if (a != 0)
            {
                double term = a * (a > 0 ? upper[k] : lower[k]);
                extent = new Extent(extent.Most + term, extent.Size + Math.Abs(term), extent.Width + (Math.Abs(a) * (upper[k] - lower[k])));
            }
        }

        return extent;
    }
}
