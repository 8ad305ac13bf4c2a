using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Bounds;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>λ Σ‖U‖² over the recurrent matrices alone, norms by a step of power iteration per call (Yoshida and Miyato,
/// arXiv:1705.10941): what is usually done against gains.</summary>
internal sealed class SpectralNormPenalty : Regularizer
{
    private readonly double strength;
    private readonly Trainable<float> cell;
    private readonly int units;
    private readonly (int Start, float[] Left, float[] Right)[] matrices;

    public SpectralNormPenalty(WayContext context, double strength)
    {
        (this.strength, cell, units) = (strength, context.Network.Trainable[0], context.Network.ReadOut.Units);
        var random = new Random(context.Seed);
        matrices =
        [
            .. Recurrent(context.Network.Cell.Weights.Weights, units)
                .Select(start => (start, new float[units], Enumerable.Range(0, units).Select(_ => (float)Gaussian.Next(random)).ToArray())),
        ];
    }

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress)
    {
        foreach ((int start, float[] left, float[] right) in matrices)
        {
            ReadOnlySpan<float> values = cell.Values.Span.Slice(start, units * units);
            Span<float> gradient = cell.Gradient.Span.Slice(start, units * units);
            float norm = PowerStep(values, left, right);
            for (int row = 0; row < units; row++)
            {
                Span<float> target = gradient.Slice(row * units, units);
                TensorPrimitives.MultiplyAdd(right, (float)(2 * strength) * norm * left[row], target, target);
            }
        }
    }

    /// <summary>u ← U v, σ ← ‖u‖, v ← Uᵀu/σ, both scaled to norm 1; returns σ.</summary>
    internal static float PowerStep(ReadOnlySpan<float> matrix, float[] left, float[] right)
    {
        int units = left.Length;
        TensorPrimitives.Divide(right, Length(right), right);
        for (int row = 0; row < units; row++)
        {
            left[row] = TensorPrimitives.Dot(matrix.Slice(row * units, units), right);
        }

        float norm = Length(left);
        TensorPrimitives.Divide(left, norm, left);
        Array.Clear(right);
        for (int row = 0; row < units; row++)
        {
            TensorPrimitives.MultiplyAdd(matrix.Slice(row * units, units), left[row], right, right);
        }

        TensorPrimitives.Divide(right, Length(right), right);
        return norm;
    }

    private static float Length(ReadOnlySpan<float> vector) => TensorPrimitives.Norm(vector) + 1e-12f; // no division by 0

    /// <summary>Where the square matrices of the units begin.</summary>
    private static IEnumerable<int> Recurrent(IReadOnlyList<WeightSpec> weights, int units)
    {
        int start = 0;
        foreach (WeightSpec weight in weights)
        {
            if (weight.Kind == WeightKind.Matrix && weight.Rows == units && weight.Columns == units)
            {
                yield return start;
            }

            start += weight.Rows * weight.Columns;
        }
    }
}
