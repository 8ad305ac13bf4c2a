using System;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>The Tikhonov bound λτ²·ln(1 + g²/τ²).</summary>
internal sealed class BoundPenalty(WayContext context, Perturbation perturbation, double strength) : Regularizer
{
    private readonly Func<double, double> bound = context.Network.Cell.Bound(context.Bound(perturbation), context.Network.ReadOut);

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress) => bound(strength);
}

/// <summary>The exact penalty that stands for input noise of a deviation, along one random direction per call.</summary>
internal sealed class ExactPenalty(WayContext context, double deviation) : Regularizer
{
    private readonly Models.PenaltyOfInputs exact = context.Network.Cell.Exact(
        new JacobianOptions
        {
            Outputs = PenalizedOutputs.EveryStep,
            Directions = 1,
            Seed = context.Seed,
            ReadOutRows = context.Outputs,
        },
        context.Network.ReadOut
    );

    // Noise of variance σ² adds this much to the mean over steps and outputs, to second order (Bishop 1995).
    private readonly double strength = deviation * deviation / (context.Length * context.Outputs);

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress) => exact(inputs, strength);
}

/// <summary>The stability margin.</summary>
internal sealed class MarginPenalty(WayContext context, StabilityOptions options, double strength) : Regularizer
{
    private readonly Action<double> margin = context.Network.Cell.Margin(options);

    public override void AddGradient(ReadOnlySpan<float> inputs, double progress) => margin(strength);
}

/// <summary>Two at once.</summary>
internal sealed class Both(Regularizer first, Regularizer second) : Regularizer
{
    public override void AddGradient(ReadOnlySpan<float> inputs, double progress)
    {
        first.AddGradient(inputs, progress);
        second.AddGradient(inputs, progress);
    }
}
