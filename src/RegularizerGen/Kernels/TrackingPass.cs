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
    private readonly AlignedBuffer<T> right = new("Right singular vector [columns]", columns);
    private readonly RowBlocks<T> blocks = new(columns);
    private readonly AlignedBuffer<T> next = new("Next right singular vector [columns]", columns);

    // Far enough inside the range of T that no square of an entry leaves it, and of double that no fourth power does: the new right vector
    // is of the size of a square, and its norm squares it again.
    private static double Largest => typeof(T) == typeof(float) ? 1e12 : 1e70;

    private static double Smallest => typeof(T) == typeof(float) ? 1e-12 : 1e-70;

    /// <summary>Fills the slot; false (and the slot undefined) where the matrix is zero, not finite, or of extreme size, and the converged
    /// double arithmetic must decide.</summary>
    public bool TryRun(WeightSlot slot, MatrixSpan<T> weight)
    {
        int length = slot.Right.Length;
        Span<T> v = right.Span[..length];
        Span<T> sum = next.Span[..length];
        sum.Clear();
        Start(slot.Right, v);
        double squares = Read(weight, v, sum, new RowSums(slot.Positive, slot.Negative, slot.Left));
        double frobenius = Math.Sqrt(squares);
        double leftNorm = TensorPrimitives.Norm<double>(slot.Left);
        if (!(frobenius >= Smallest && frobenius <= Largest) || (length > 0 && leftNorm == 0))
        {
            return false;
        }

        slot.SetNorm(NormKind.Frobenius, frobenius);
        if (length > 0)
        {
            Finish(slot, sum, leftNorm);
        }

        return true;
    }

    private double Read(MatrixSpan<T> weight, ReadOnlySpan<T> v, Span<T> sum, RowSums sums)
    {
        RowKernel<T> kernel = RowKernel<T>.Own(weight.Columns);
        int count = RowBlocks<T>.Rows(weight);
        double squares = 0;
        for (int row = 0; row < weight.Rows; row += count)
        {
            MatrixSpan<T> rows = blocks.Read(weight, row, count);
            squares += v.IsEmpty ? kernel.Measure(rows, sums.From(row)) : kernel.Track(rows, v, sum, sums.From(row));
        }

        return squares;
    }

    private static void Start(ReadOnlySpan<double> kept, Span<T> v)
    {
        if (kept.ContainsAnyExcept(0.0))
        {
            TensorPrimitives.ConvertTruncating<double, T>(kept, v);
            return;
        }

        for (int k = 0; k < v.Length; k++)
        {
            v[k] = T.CreateTruncating(1 + (0.5 * Math.Sin((12.9898 * (k + 1)) + (0.37 * k * k))));
        }

        if (v.Length > 0)
        {
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<T>(v), v);
        }
    }

    /// <summary>The estimate ‖Wᵀu‖ with u = W v / ‖W v‖, its left vector u and the new right vector.</summary>
    private static void Finish(WeightSlot slot, ReadOnlySpan<T> sum, double leftNorm)
    {
        Arithmetic.Multiply(slot.Left, 1 / leftNorm, slot.Left);
        TensorPrimitives.ConvertTruncating<T, double>(sum, slot.Right);
        double norm = TensorPrimitives.Norm<double>(slot.Right);
        Arithmetic.Multiply(slot.Right, 1 / norm, slot.Right);
        slot.SetNorm(NormKind.Spectral, norm / leftNorm);
    }
}
