using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>The bound, its strength rising from 0 over the first half of the steps.</summary>
internal sealed class RampedBound(WayContext context, double strength) : Regularizer
{
    private readonly Func<double, double> bound = context.Network.Cell.Bound(
        context.Bound(Perturbation.WhiteNoise),
        context.Network.ReadOut
    );

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress) => bound(strength * Math.Min(1, 2 * progress));
}

/// <summary>λ·ln g: τ follows the running gain, such that the pull on ln g is the same for all gains, where λτ²·ln(1 + g²/τ²) pulls like a
/// square below τ and 2λτ² above.</summary>
internal sealed class LogarithmicBound(WayContext context, double strength) : Regularizer
{
    private const double Saturation = 10;

    private readonly Func<double, double> bound = context.Network.Cell.Bound(
        context.Bound(Perturbation.WhiteNoise) with
        {
            Saturation = Saturation,
        },
        context.Network.ReadOut
    );

    private double gain = double.PositiveInfinity;

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress) => gain = bound(strength / Slope(gain));

    /// <summary>∂(τ²·ln(1 + g²/τ²))/∂ln g.</summary>
    internal static double Slope(double gain)
    {
        double ratio = gain / Saturation;
        return 2 * Saturation * Saturation / (1 + (1 / (ratio * ratio)));
    }
}

/// <summary>The bound's gradient scaled to a share of the loss's norm, whatever the gain.</summary>
internal sealed class NormalizedBound(WayContext context, double share) : Regularizer
{
    private readonly Func<double, double> bound = context.Network.Cell.Bound(
        context.Bound(Perturbation.WhiteNoise),
        context.Network.ReadOut
    );

    private readonly float[][] ofLoss = [.. context.Network.Trainable.Select(t => new float[t.Values.Length])];

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress)
    {
        Trainable<float>[] parts = context.Network.Trainable;
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k].Gradient.Span.CopyTo(ofLoss[k]);
            parts[k].Gradient.Span.Clear();
        }

        bound(1);
        double wanted = share * Math.Sqrt(ofLoss.Sum(SquaredNorm));
        double norm = Math.Sqrt(parts.Sum(p => SquaredNorm(p.Gradient.Span)));
        float factor = (float)(wanted / Math.Max(norm, double.Epsilon));
        for (int k = 0; k < parts.Length; k++)
        {
            Span<float> gradient = parts[k].Gradient.Span;
            TensorPrimitives.MultiplyAdd(gradient, float.IsFinite(factor) ? factor : 0, ofLoss[k], gradient);
        }
    }

    private static double SquaredNorm(float[] values) => SquaredNorm((ReadOnlySpan<float>)values);

    private static double SquaredNorm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}

/// <summary>The exact penalty, and the bound only while its gain exceeds a limit.</summary>
internal sealed class LimitedExact(WayContext context, double deviation) : Regularizer
{
    private const double Limit = 10;
    private const double Strength = 1e-4;

    private readonly ExactPenalty exact = new(context, deviation);
    private readonly Func<double, double> bound = context.Network.Cell.Bound(
        context.Bound(Perturbation.WhiteNoise),
        context.Network.ReadOut
    );

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress)
    {
        exact.AddGradient(inputs, progress);
        if (bound(0) > Limit)
        {
            bound(Strength);
        }
    }
}
