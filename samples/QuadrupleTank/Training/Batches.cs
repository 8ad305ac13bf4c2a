using System;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>What all networks of the comparison are trained on, and how long: the same numbers in every framework.</summary>
public sealed class Batches(Experiment experiment, int seed)
{
    /// <summary>Hidden units per layer.</summary>
    public const int Units = 32;

    /// <summary>Steps of a training window.</summary>
    public const int Length = 64;

    /// <summary>Windows of a batch.</summary>
    public const int Size = 16;

    /// <summary>First steps of a window whose errors do not count.</summary>
    public const int WashOut = 20;

    /// <summary>The largest norm of a gradient that is not clipped.</summary>
    public const double LargestNorm = 1;

    private readonly Random random = new(seed);
    private readonly SeriesWindows<float, float> windows = new(
        experiment.Inputs,
        experiment.Outputs,
        new WindowOptions
        {
            Length = Length,
            Batch = Size,
            WashOut = WashOut,
        },
        new Series<float, float>(experiment.Train.Inputs, experiment.Train.Measured)
    );

    /// <summary>Inputs [Length, Size, X].</summary>
    public Span<float> Inputs => windows.Inputs;

    /// <summary>Targets [Length, Size, Y].</summary>
    public Span<float> Targets => windows.Targets;

    /// <summary>Which rows [Length, Size] count.</summary>
    public ReadOnlySpan<bool> Mask => windows.Mask;

    /// <summary>The learning rate falls along a cosine.</summary>
    public static double Rate(int step, int steps) => LearningRate.WarmUpCosine(5e-3, steps).At(step);

    /// <summary>Random windows of the training series; with noise of the given deviation on the inputs.</summary>
    public void Load(double noise)
    {
        windows.Draw(random);
        if (noise > 0)
        {
            InputNoise.Add(Inputs, noise, random);
        }
    }
}
