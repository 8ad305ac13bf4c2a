using System;
using System.Numerics.Tensors;

namespace RegularizerGen.Training;

/// <summary>Random matrices with orthonormal rows or columns.</summary>
internal static class RandomOrthogonal
{
    /// <summary>gain times orthonormal rows, or columns where there are more rows: normal vectors made orthonormal one after the other,
    /// which is uniform among all (Stewart 1980). Projected twice, as orthogonal as doubles are (Giraud, Langou and Rozložník
    /// 2005).</summary>
    public static void Draw(Random random, int rows, int columns, double gain, Span<double> values)
    {
        bool isTall = rows > columns;
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        double[] vectors = new double[count * length];
        for (int k = 0; k < count; k++)
        {
            Span<double> vector = vectors.AsSpan(k * length, length);
            do
            {
                foreach (ref double entry in vector)
                {
                    entry = Gaussian.Next(random);
                }
            } while (!TryOrthonormalize(vectors.AsSpan(0, k * length), vector));
        }

        for (int k = 0; k < values.Length; k++)
        {
            (int row, int column) = (k / columns, k % columns);
            values[k] = gain * (isTall ? vectors[(column * length) + row] : vectors[(row * length) + column]);
        }
    }

    /// <summary>Makes a vector orthogonal to those before and of norm 1; false where too little of it is left.</summary>
    private static bool TryOrthonormalize(ReadOnlySpan<double> before, Span<double> vector)
    {
        double whole = TensorPrimitives.Norm<double>(vector);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int start = 0; start < before.Length; start += vector.Length)
            {
                ReadOnlySpan<double> other = before.Slice(start, vector.Length);
                TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
            }
        }

        double left = TensorPrimitives.Norm<double>(vector);
        TensorPrimitives.Divide<double>(vector, left, vector);
        return left > 1e-8 * whole;
    }
}
