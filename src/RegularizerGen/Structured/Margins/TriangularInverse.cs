using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Structured.Margins;

/// <summary>The inverse of a lower triangular matrix, without allocation.</summary>
internal static class TriangularInverse
{
    /// <summary>Writes the inverse of a factor [n, n] whose upper half is 0.</summary>
    public static void Find(ReadOnlySpan<double> factor, Span<double> inverse, int n)
    {
        inverse[..(n * n)].Clear();
        for (int i = 0; i < n; i++)
        {
            Span<double> row = inverse.Slice(i * n, n);
            for (int k = 0; k < i; k++)
            {
                Span<double> part = row[..(k + 1)];
                TensorPrimitives.MultiplyAdd<double>(inverse.Slice(k * n, k + 1), -factor[(i * n) + k], part, part);
            }

            row[i] = 1;
            TensorPrimitives.Divide<double>(row[..(i + 1)], factor[(i * n) + i], row);
        }
    }
}
