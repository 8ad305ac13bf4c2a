using System;
using System.Numerics;

namespace RegularizerGen.Sets;

/// <summary>Rounding errors of sums and products in double, from above (Higham 2002, chapter 3).</summary>
internal static class Outward
{
    /// <summary>Half a unit in the last place of 1.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>More than what all products of one step lose by underflow where numbers are below 1e10.</summary>
    public const double Underflow = 1e-300;

    /// <summary>More than what all products of one step that go into one number lose by underflow, whatever comes of it.</summary>
    public const double Lost = 1e-310;

    /// <summary>γ_n = n u / (1 - n u), rounded up: the relative error of n operations.</summary>
    public static double Gamma(long operations) => operations * UnitRoundoff * 1.0001;

    /// <summary>What covers the errors of a sum of non-negative numbers that is itself computed in double.</summary>
    public static double Sum(double nonNegative) => nonNegative * (1 + 1e-6);

    /// <summary>a + b, not below.</summary>
    public static double Add(double a, double b) => Math.BitIncrement(a + b);

    /// <summary>Σ a_k b_k in any order.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    /// <summary>Σ |a_k| b_k in any order.</summary>
    public static double AbsoluteDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        b = b[..a.Length];
        int k = 0;
        for (; k <= a.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            sums += Vector.Abs(a.VectorAt(k)) * b.VectorAt(k);
        }

        double sum = Vector.Sum(sums);
        for (; k < a.Length; k++)
        {
            sum += Math.Abs(a[k]) * b[k];
        }

        return sum;
    }
}
