using System;
using BenchmarkDotNet.Attributes;
using RegularizerGen.Cells.Tests;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Benchmarks;

/// <summary>The exact penalty of one output, value and weight gradient, forward pass included: generated passes against torch's double
/// backward on nn.LSTM.</summary>
public class ExactPenaltyBenchmarks
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Inputs = 8;

    private Modules.LSTM lstm = null!;
    private Tensor x = null!;
    private Tensor readOut = null!;
    private Lstm.Parameters<float> parameters = null!;
    private Lstm.Parameters<float> gradients = null!;
    private Lstm.Unrolled<float> unrolled = null!;
    private Lstm.JacobianPenalty<float> penalty = null!;
    private float[] inputs = null!;
    private float[] c = null!;
    private float[] dc = null!;

    [Params(32, 64)]
    public int Units { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(Threads);
        lstm = nn.LSTM(Inputs, Units);
        x = rand(Steps, Batch, Inputs);
        x.requires_grad = true;
        readOut = rand(Units);
        readOut.requires_grad = true;
        parameters = new Lstm.Parameters<float>(Inputs, Units);
        gradients = new Lstm.Parameters<float>(parameters.Shape);
        parameters.FillUniform(new Random(1), 1 / Math.Sqrt(Units));
        unrolled = new Lstm.Unrolled<float>(parameters.Shape, Steps, Batch);
        penalty = new Lstm.JacobianPenalty<float>(unrolled, new JacobianOptions { ReadOutRows = 1 });
        inputs = x.detach().data<float>().ToArray();
        c = readOut.detach().data<float>().ToArray();
        dc = new float[Units];
    }

    [Benchmark(Baseline = true)]
    public double Generated()
    {
        unrolled.Forward(parameters.View, inputs);
        return penalty
            .AddGradient(
                parameters.View,
                inputs,
                gradients.View,
                1e-3,
                new MatrixSpan<float>(c, 1, Units),
                new MatrixSpan<float>(dc, 1, Units)
            )
            .Penalty;
    }

    [Benchmark]
    public float TorchDoubleBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        lstm.zero_grad();
        Tensor y = lstm.forward(x).Item1[-1].mv(readOut).sum();
        Tensor derivatives = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        Tensor loss = 1e-3 * derivatives.square().sum() / Batch;
        loss.backward();
        return loss.item<float>();
    }
}
