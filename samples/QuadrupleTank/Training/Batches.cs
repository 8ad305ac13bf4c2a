using System;
using RegularizerGen.Samples.QuadrupleTank.Data;

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

    private readonly Random random = new(seed);

    /// <summary>The learning rate falls along a cosine.</summary>
    public static double Rate(int step, int steps) => 5e-3 * 0.5 * (1 + Math.Cos(Math.PI * step / steps));

    /// <summary>Random windows of the training series, inputs [Length, Size, X] and targets [Length, Size, Y]; with noise of the given
    /// deviation on the inputs.</summary>
    public void Load(double noise, Span<float> inputs, Span<float> targets)
    {
        int x = experiment.Inputs;
        int y = experiment.Outputs;
        Series train = experiment.Train;
        int samples = train.Measured.Length / y;
        for (int row = 0; row < Size; row++)
        {
            int start = random.Next(samples - Length + 1);
            for (int t = 0; t < Length; t++)
            {
                train.Inputs.AsSpan((start + t) * x, x).CopyTo(inputs[(((t * Size) + row) * x)..]);
                train.Measured.AsSpan((start + t) * y, y).CopyTo(targets[(((t * Size) + row) * y)..]);
            }
        }

        if (noise > 0)
        {
            InputNoise.Add(inputs, noise, random);
        }
    }
}
