using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RegularizerGen.Bounds;

namespace RegularizerGen.Kernels;

/// <summary>Apply on the CPU: one accumulation into the gradient of each weight, from the adjoints in its slot.</summary>
internal sealed class GradientApply<T>(int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> right = new("Right singular vector [columns]", columns);
    private readonly RowBlocks<T> weightBlocks = new(columns);
    private readonly RowBlocks<T> gradientBlocks = new(columns);

    /// <summary>Adds to the gradient of a matrix: a rank-one term (spectral), a multiple of the weight (Frobenius), signs on the rows that
    /// attained a range.</summary>
    public void Matrix(WeightSlot slot, MatrixSpan<T> weight, MatrixSpan<T> gradient)
    {
        bool hasRight = slot.Coefficient(NormKind.Spectral) != 0;
        Span<T> v = right.Span[..(hasRight ? weight.Columns : 0)];
        if (hasRight)
        {
            TensorPrimitives.ConvertTruncating<double, T>(slot.Right, v);
        }

        int count = weight.HasContiguousRows ? RowBlocks<T>.Rows(gradient) : RowBlocks<T>.Rows(weight);
        for (int row = 0; row < weight.Rows; row += count)
        {
            MatrixSpan<T> rows = gradientBlocks.Read(gradient, row, count);
            Rows(slot, row, weightBlocks.Read(weight, row, count), v, rows);
            RowBlocks<T>.Write(rows, gradient, row);
        }
    }

    /// <summary>Rows without signs are one run in their own type. A factor may exceed the range of that type where its product with a tiny
    /// weight does not: then all of them are computed in double, as those with signs are, and rounded once.</summary>
    private static void Rows(WeightSlot slot, int start, MatrixSpan<T> weight, ReadOnlySpan<T> v, MatrixSpan<T> gradient)
    {
        double multiple = slot.Coefficient(NormKind.Frobenius);
        double rankOne = slot.Coefficient(NormKind.Spectral);
        double scale = Math.ScaleB(1, -slot.Exponent);
        ReadOnlySpan<double> positive = slot.PositiveAdjoint.AsSpan(slot.NeedsRowSums ? start : 0);
        ReadOnlySpan<double> negative = slot.NegativeAdjoint.AsSpan(slot.NeedsRowSums ? start : 0);
        bool isPlain = slot.Exponent == 0 && T.IsFinite(T.CreateTruncating(multiple));
        RowKernel<T> inDouble = RowKernel<T>.InDouble(weight.Columns);
        for (int row = 0; row < weight.Rows; row++)
        {
            int signs = isPlain ? Math.Min(NextNonzero(positive, row), NextNonzero(negative, row)) : row;
            int run = Math.Min(signs, weight.Rows) - row;
            if (run > 0)
            {
                ReadOnlySpan<double> left = v.IsEmpty ? [] : slot.Left.AsSpan(start + row, run);
                Run(multiple, weight.RowBlock(row, run), rankOne, left, v, gradient.RowBlock(row, run));
                row += run;
            }

            if (row < weight.Rows)
            {
                (double p, double n) = positive.IsEmpty ? (0, 0) : (positive[row], negative[row]);
                double factor = v.IsEmpty ? 0 : rankOne * slot.Left[start + row];
                inDouble.AddTerms(new(scale, multiple, p, -n, factor), weight.Row(row), v, gradient.Row(row));
            }
        }
    }

    /// <summary>Adds to rows without signs.</summary>
    private static void Run(
        double multiple,
        MatrixSpan<T> weight,
        double rankOne,
        ReadOnlySpan<double> left,
        ReadOnlySpan<T> v,
        MatrixSpan<T> gradient
    )
    {
        if (!v.IsEmpty)
        {
            RowKernel<T>.Own(v.Length).AddOuter(rankOne, left, v, gradient);
        }

        if (multiple == 0)
        {
            return;
        }

        if (weight.IsDense && gradient.IsDense)
        {
            RowKernel<T>.Own(weight.Dense.Length).AddMultiple(multiple, weight.Dense, gradient.Dense);
            return;
        }

        for (int row = 0; row < weight.Rows; row++)
        {
            RowKernel<T>.Own(weight.Columns).AddMultiple(multiple, weight.Row(row), gradient.Row(row));
        }
    }

    /// <summary>The next index whose value is not 0; beyond all indices where there is none.</summary>
    private static int NextNonzero(ReadOnlySpan<double> values, int start)
    {
        int next = start >= values.Length ? -1 : MemoryMarshal.Cast<double, long>(values[start..]).IndexOfAnyExcept(0);
        return next < 0 ? int.MaxValue : start + next;
    }

    /// <summary>Adds to the gradient of a diagonal.</summary>
    public static void Diagonal(WeightSlot slot, ReadOnlySpan<T> weight, Span<T> gradient)
    {
        double scale = Math.ScaleB(1, -slot.Exponent);
        double multiple = slot.Coefficient(NormKind.Frobenius);
        double largest = slot.Coefficient(NormKind.LargestEntry);
        int position = slot.Operator.Position;
        for (int k = 0; k < weight.Length; k++)
        {
            double w = double.CreateTruncating(weight[k]);
            double sum = multiple * (w * scale);
            if (slot.NeedsRowSums)
            {
                sum +=
                    w > 0 ? slot.PositiveAdjoint[k]
                    : w < 0 ? -slot.NegativeAdjoint[k]
                    : 0;
            }

            if (k == position)
            {
                sum += largest * Math.Sign(w);
            }

            gradient[k] += T.CreateTruncating(sum);
        }
    }

    /// <summary>Adds to the gradient of a bias; where it is a sum of two vectors, to both.</summary>
    public static void Bias(WeightSlot slot, BiasSpan<T> gradient)
    {
        double[] adjoint = slot.PositiveAdjoint;
        for (int k = NextNonzero(adjoint, 0); k < adjoint.Length; k = NextNonzero(adjoint, k + 1))
        {
            gradient.Add(k, T.CreateTruncating(adjoint[k]));
        }
    }
}
