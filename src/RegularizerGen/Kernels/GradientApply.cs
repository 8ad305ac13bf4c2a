using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;

namespace RegularizerGen.Kernels;

/// <summary>Apply on the CPU: one accumulation into the gradient of each weight, from the adjoints in its slot.</summary>
internal sealed class GradientApply<T>(int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] right = new T[columns];

    /// <summary>Adds to the gradient of a matrix: a rank-one term (spectral), a multiple of the weight (Frobenius), signs on the rows that
    /// attained a range.</summary>
    public void Matrix(WeightSlot slot, MatrixSpan<T> weight, MatrixSpan<T> gradient)
    {
        double scale = Math.ScaleB(1, -slot.Exponent);
        double rankOne = slot.Coefficient(NormKind.Spectral);
        double multiple = slot.Coefficient(NormKind.Frobenius);
        bool isRepresentable = T.IsFinite(T.CreateTruncating(multiple));
        Span<T> rightVector = right.AsSpan(0, rankOne == 0 ? 0 : weight.Columns);
        for (int k = 0; k < rightVector.Length; k++)
        {
            rightVector[k] = T.CreateTruncating(slot.Right[k]);
        }

        for (int j = 0; j < weight.Rows; j++)
        {
            double positive = slot.NeedsRowSums ? slot.PositiveAdjoint[j] : 0;
            double negative = slot.NeedsRowSums ? slot.NegativeAdjoint[j] : 0;
            T left = rankOne == 0 ? T.Zero : T.CreateTruncating(rankOne * slot.Left[j]);
            bool signs = positive != 0 || negative != 0;

            // A factor may exceed the range of the element type where its product with a tiny weight does not: then entry by entry, in
            // double.
            if (!signs && isRepresentable && gradient.HasContiguousRows && weight.HasContiguousRows && slot.Exponent == 0)
            {
                Contiguous(weight.Row(j), gradient.Row(j), left, multiple);
                continue;
            }

            for (int k = 0; k < weight.Columns; k++)
            {
                double w = double.CreateTruncating(weight[j, k]);
                double sum =
                    (multiple * (w * scale))
                    + (
                        w > 0 ? positive
                        : w < 0 ? -negative
                        : 0
                    )
                    + (rankOne == 0 ? 0 : rankOne * slot.Left[j] * slot.Right[k]);
                gradient[j, k] += T.CreateTruncating(sum);
            }
        }
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
        for (int k = 0; k < slot.PositiveAdjoint.Length; k++)
        {
            if (slot.PositiveAdjoint[k] != 0)
            {
                gradient.Add(k, T.CreateTruncating(slot.PositiveAdjoint[k]));
            }
        }
    }

    private void Contiguous(ReadOnlySpan<T> weight, Span<T> gradient, T left, double multiple)
    {
        if (left != T.Zero)
        {
            TensorPrimitives.MultiplyAdd(right.AsSpan(0, weight.Length), left, gradient, gradient);
        }

        if (multiple != 0)
        {
            TensorPrimitives.MultiplyAdd(weight, T.CreateTruncating(multiple), gradient, gradient);
        }
    }
}
