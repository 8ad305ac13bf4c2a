using System;
using System.Numerics.Tensors;
using RegularizerGen.Cells.Tests;
using RegularizerGen.Training;

namespace RegularizerGen.Benchmarks;

/// <summary>A training step of the generated LSTM: forward, the mean square of the distance from fixed targets, backward, Adam.</summary>
public sealed class TrainingStep
{
    private readonly Lstm.Parameters<float> parameters;
    private readonly Lstm.Parameters<float> gradients;
    private readonly Lstm.Unrolled<float> unrolled;
    private readonly float[] inputs;
    private readonly float[] targets;
    private readonly float[] outputGradient;
    private readonly Adam<float> adam;

    public TrainingStep(StepSize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        var random = new Random(1);
        parameters = new Lstm.Parameters<float>(size.Inputs, size.Units);
        parameters.FillUniform(random, 1 / Math.Sqrt(size.Units));
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        unrolled = new Lstm.Unrolled<float>(parameters.Shape, size.Steps, size.Batch);
        inputs = Draw(random, size.Steps * size.Batch * size.Inputs, 1);
        targets = Draw(random, size.Steps * size.Batch * size.Units, 1);
        outputGradient = new float[targets.Length];
        adam = new Adam<float>(new AdamOptions { Rate = 1e-3 }, new Trainable<float>(parameters, gradients));
    }

    /// <summary>Forward, backward, Adam.</summary>
    public void Run()
    {
        unrolled.Forward(parameters.View, inputs);
        TensorPrimitives.Subtract(unrolled.Output, targets, outputGradient);
        TensorPrimitives.Multiply(outputGradient, 2f / targets.Length, outputGradient);
        unrolled.Backward(parameters.View, inputs, outputGradient, gradients.View);
        adam.Step();
        adam.ClearGradients();
    }

    /// <summary>Numbers in [-size, size].</summary>
    public static float[] Draw(Random random, int length, float size)
    {
        ArgumentNullException.ThrowIfNull(random);
        float[] values = new float[length];
        for (int k = 0; k < length; k++)
        {
            values[k] = size * ((2 * random.NextSingle()) - 1);
        }

        return values;
    }
}
