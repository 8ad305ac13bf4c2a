using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;

namespace RegularizerGen.Benchmarks;

/// <summary>The stability margin by structured contraction beside a training step, which is the baseline; weights move a little before
/// every call, as they do in training.</summary>
[MemoryDiagnoser]
public class StructuredBenchmarks
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Inputs = 8;
    private const float Movement = 1e-4f;

    private readonly Random random = new(2);
    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.Unrolled<float> unrolled = null!;
    private Lstm.StabilityMargin<float> margin = null!;
    private float[] inputs = null!;
    private float[] outputGradient = null!;

    [Params(32, 64, 128)]
    public int Units { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        parameters = new Lstm.Parameters<float>(Inputs, Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 0.6 / Math.Sqrt(Units));
        unrolled = new Lstm.Unrolled<float>(parameters.Shape, Steps, Batch);
        inputs = new float[Steps * Batch * Inputs];
        outputGradient = new float[Steps * Batch * Units];
        inputs.AsSpan().Fill(0.3f);
        outputGradient.AsSpan().Fill(0.01f);
        // A margin at which there always is a penalty.
        margin = new Lstm.StabilityMargin<float>(
            parameters.Shape,
            new StabilityOptions
            {
                InputBound = 1,
                Margin = 0.9,
                Rules = BoundRules.Structured,
            }
        );
        for (int call = 0; call < 20; call++)
        {
            PenaltyWithGradient();
        }
    }

    [Benchmark(Baseline = true)]
    public void TrainingStep()
    {
        unrolled.Forward(parameters.View, inputs);
        unrolled.Backward(parameters.View, inputs, outputGradient, gradients.View);
    }

    [Benchmark]
    public double PenaltyWithGradient()
    {
        Move();
        return margin.AddGradient(parameters.View, gradients.View, 1e-3).Penalty;
    }

    [Benchmark]
    public double Penalty()
    {
        Move();
        return margin.Evaluate(parameters.View, 1e-3).Penalty;
    }

    private void Move()
    {
        foreach (ref float weight in parameters.Span)
        {
            weight += Movement / MathF.Sqrt(Units) * ((2 * random.NextSingle()) - 1);
        }
    }
}
