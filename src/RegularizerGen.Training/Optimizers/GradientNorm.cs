using System;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>Euclidean norms of what lies in several places.</summary>
internal static class GradientNorm
{
    /// <summary>The norm of all gradients together.</summary>
    /// <exception cref="ArgumentException">One is NaN or infinite; the message says where.</exception>
    public static double Of<T>(ReadOnlySpan<Trainable<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (Trainable<T> part in parameters)
        {
            sum += SumOfSquares<T>(part.Gradient.Span);
        }

        return double.IsFinite(sum) ? Math.Sqrt(sum) : Scaled(parameters);
    }

    /// <summary>Σ x², stretch by stretch in T and over stretches in double; infinite where a stretch leaves the range of T.</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int stretch = 1024;
        double sum = 0;
        for (int start = 0; start < values.Length; start += stretch)
        {
            sum += double.CreateTruncating(TensorPrimitives.SumOfSquares(values.Slice(start, Math.Min(stretch, values.Length - start))));
        }

        return sum;
    }

    /// <summary>For entries whose squares are beyond the range of T: divided by the largest.</summary>
    private static double Scaled<T>(ReadOnlySpan<Trainable<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0;
        foreach (Trainable<T> part in parameters)
        {
            FiniteCheck.RequireSequence<T>(part.Gradient.Span, $"gradient of {part.Name}");
            largest = part.Values.IsEmpty
                ? largest
                : Math.Max(largest, double.CreateTruncating(T.Abs(TensorPrimitives.MaxMagnitude<T>(part.Gradient.Span))));
        }

        double sum = 0;
        foreach (Trainable<T> part in parameters)
        {
            foreach (T value in part.Gradient.Span)
            {
                double relative = double.CreateTruncating(value) / largest;
                sum += relative * relative;
            }
        }

        return largest * Math.Sqrt(sum);
    }
}
