using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;

namespace RegularizerGen.Kernels;

/// <summary>
/// One warm-started pass over a matrix in its own element type, each row read from memory once: positive and negative row sums, squares,
/// and one step of power iteration. The cost of a training step is this read and the write of the gradient.
/// </summary>
internal sealed class TrackingPass<T>(int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] right = new T[columns];
    private readonly T[] next = new T[columns];
    private readonly T[] row = new T[columns];

    // Far enough inside the range of T that no square or sum of entries leaves it.
    private static double Largest => typeof(T) == typeof(float) ? 1e12 : 1e120;

    private static double Smallest => typeof(T) == typeof(float) ? 1e-12 : 1e-120;

    /// <summary>Fills the slot; false (and the slot undefined) where the matrix is zero, not finite, or of extreme size, and the converged
    /// double arithmetic must decide.</summary>
    public bool TryRun(WeightSlot slot, MatrixSpan<T> weight)
    {
        bool spectral = slot.Needs(NormKind.Spectral);
        Span<T> v = right.AsSpan(0, weight.Columns);
        Span<T> sum = next.AsSpan(0, weight.Columns);
        sum.Clear();
        if (spectral)
        {
            Start(slot.Right, v);
        }

        double squares = 0;
        double leftSquares = 0;
        for (int j = 0; j < weight.Rows; j++)
        {
            ReadOnlySpan<T> entries = weight.HasContiguousRows ? weight.Row(j) : Gather(weight, j);
            (T positive, T negative, T square, T product) = Row(entries, v);
            squares += double.CreateTruncating(square);
            if (slot.NeedsRowSums)
            {
                slot.Positive[j] = double.CreateTruncating(positive);
                slot.Negative[j] = double.CreateTruncating(negative);
            }

            if (spectral)
            {
                slot.Left[j] = double.CreateTruncating(product);
                leftSquares += slot.Left[j] * slot.Left[j];
                TensorPrimitives.MultiplyAdd(entries, product, sum, sum);
            }
        }

        double frobenius = Math.Sqrt(squares);
        if (!(frobenius >= Smallest && frobenius <= Largest) || (spectral && leftSquares == 0))
        {
            return false;
        }

        slot.SetNorm(NormKind.Frobenius, frobenius);
        if (spectral)
        {
            Finish(slot, sum, Math.Sqrt(leftSquares));
        }

        return true;
    }

    private static void Start(double[] kept, Span<T> v)
    {
        bool fresh = !Array.Exists(kept, x => x != 0);
        for (int k = 0; k < kept.Length; k++)
        {
            v[k] = T.CreateTruncating(fresh ? 1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k))) : kept[k]);
        }

        if (fresh)
        {
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<T>(v), v);
        }
    }

    /// <summary>The estimate ‖Wᵀu‖ with u = W v / ‖W v‖, its left vector u and the new right vector.</summary>
    private static void Finish(WeightSlot slot, ReadOnlySpan<T> sum, double leftNorm)
    {
        TensorPrimitives.Multiply(slot.Left, 1 / leftNorm, slot.Left);
        TensorPrimitives.ConvertTruncating<T, double>(sum, slot.Right);
        double norm = TensorPrimitives.Norm<double>(slot.Right);
        TensorPrimitives.Multiply(slot.Right, 1 / norm, slot.Right);
        slot.SetNorm(NormKind.Spectral, norm / leftNorm);
    }

    private ReadOnlySpan<T> Gather(MatrixSpan<T> weight, int j)
    {
        for (int k = 0; k < weight.Columns; k++)
        {
            row[k] = weight[j, k];
        }

        return row.AsSpan(0, weight.Columns);
    }

    private static (T Positive, T Negative, T Squares, T Product) Row(ReadOnlySpan<T> entries, ReadOnlySpan<T> v)
    {
        Vector<T> positives = default,
            negatives = default,
            squares = default,
            products = default;
        int k = 0;
        for (; k <= entries.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var w = new Vector<T>(entries[k..]);
            positives += Vector.Max(w, Vector<T>.Zero);
            negatives -= Vector.Min(w, Vector<T>.Zero);
            squares += w * w;
            products += w * new Vector<T>(v[k..]);
        }

        T positive = Vector.Sum(positives);
        T negative = Vector.Sum(negatives);
        T square = Vector.Sum(squares);
        T product = Vector.Sum(products);
        for (; k < entries.Length; k++)
        {
            positive += T.Max(entries[k], T.Zero);
            negative -= T.Min(entries[k], T.Zero);
            square += entries[k] * entries[k];
            product += entries[k] * v[k];
        }

        return (positive, negative, square, product);
    }
}
