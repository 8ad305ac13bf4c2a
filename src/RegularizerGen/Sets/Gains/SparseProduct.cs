using System;
using RegularizerGen.Kernels;

namespace RegularizerGen.Sets.Gains;

/// <summary>Products with matrices most of whose entries may be 0, as those that gates make.</summary>
internal static class SparseProduct
{
    /// <summary>The share of entries up to which only these are multiplied.</summary>
    private const double MostEntries = 0.1;

    /// <summary>target [height, columns] += left [height, inner] right [inner, columns].</summary>
    public static void Add(double[] left, int inner, double[] right, double[] target, int columns)
    {
        int height = inner == 0 ? 0 : left.Length / inner;
        int entries = right.Length - right.AsSpan().Count(0.0);
        if (entries > MostEntries * right.Length)
        {
            Gemm.Add<double>(left, inner, 1, right, 1, target, columns, height, inner, columns);
            return;
        }

        (int[] from, int[] to, double[] values) = (new int[entries], new int[entries], new double[entries]);
        int entry = 0;
        for (int k = 0; k < right.Length; k++)
        {
            if (right[k] != 0)
            {
                (from[entry], to[entry], values[entry]) = (k / columns, k % columns, right[k]);
                entry++;
            }
        }

        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<double> own = left.AsSpan(row * inner, inner);
            Span<double> sums = target.AsSpan(row * columns, columns);
            for (int k = 0; k < values.Length; k++)
            {
                sums[to[k]] += own[from[k]] * values[k];
            }
        }
    }
}
