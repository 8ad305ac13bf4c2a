using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>The exact penalty beside a plain training step (forward and backward pass) of the same cell, as ratios.</summary>
[MemoryDiagnoser]
public class JacobianBenchmarks
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Inputs = 8;

    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.Unrolled<float> unrolled = null!;
    private Lstm.JacobianPenalty<float> oneOutput = null!;
    private Lstm.JacobianPenalty<float> oneDirection = null!;
    private float[] inputs = null!;
    private float[] outputGradient = null!;
    private float[] c = null!;
    private float[] dc = null!;

    [Params(32, 64)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        parameters = new Lstm.Parameters<float>(Inputs, Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(random, 1 / Math.Sqrt(Units));
        unrolled = new Lstm.Unrolled<float>(parameters.Shape, Steps, Batch);
        oneOutput = new Lstm.JacobianPenalty<float>(unrolled, new JacobianOptions { ReadOutRows = 1 });
        oneDirection = new Lstm.JacobianPenalty<float>(
            unrolled,
            new JacobianOptions { Outputs = PenalizedOutputs.EveryStep, Directions = 1 }
        );
        inputs = new float[Steps * Batch * Inputs];
        outputGradient = new float[Steps * Batch * Units];
        c = new float[Units];
        dc = new float[Units];
        foreach (float[] array in new[] { inputs, outputGradient, c })
        {
            for (int k = 0; k < array.Length; k++)
            {
                array[k] = (float)((2 * random.NextDouble()) - 1);
            }
        }

        unrolled.Forward(parameters.View, inputs);
    }

    [Benchmark(Baseline = true)]
    public void PlainTrainingStep()
    {
        unrolled.Forward(parameters.View, inputs);
        unrolled.Backward(parameters.View, inputs, outputGradient, gradients.View);
    }

    [Benchmark]
    public double ExactPenalty_OneOutput() =>
        oneOutput
            .AddGradient(
                parameters.View,
                inputs,
                gradients.View,
                1e-6,
                new MatrixSpan<float>(c, 1, Units),
                new MatrixSpan<float>(dc, 1, Units)
            )
            .Penalty;

    [Benchmark]
    public double ExactPenalty_OneRandomDirectionOfAllOutputsAndSteps() =>
        oneDirection.AddGradient(parameters.View, inputs, gradients.View, 1e-6).Penalty;
}
