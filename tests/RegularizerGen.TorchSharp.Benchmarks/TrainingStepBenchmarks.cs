using System;
using BenchmarkDotNet.Attributes;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Benchmarks;

/// <summary>What the penalty adds to one training step (forward, backward, Adam) of an ordinary nn.LSTM.</summary>
public class TrainingStepBenchmarks
{
    private Modules.LSTM lstm = null!;
    private Modules.Adam adam = null!;
    private TorchTikhonovPenalty tikhonov = null!;
    private Tensor x = null!;

    [Params(128)]
    public int Units { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    public int Inputs { get; set; } = 8;

    public int Steps { get; set; } = 64;

    public int Batch { get; set; } = 32;

    public int Horizon { get; set; } = 32;

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(Threads);
        lstm = nn.LSTM(Inputs, Units);
        adam = optim.Adam(lstm.parameters());
        tikhonov = TorchTikhonovPenalty.For(
            lstm,
            new TikhonovOptions
            {
                Horizon = Horizon,
                InputBound = 1,
                SpectralMode = SpectralMode.Tracking,
            }
        );
        x = rand(Steps, Batch, Inputs);
    }

    [Benchmark(Baseline = true)]
    public void Plain() => Step(withTerm: false, withGradient: false);

    [Benchmark]
    public void PenaltyAsATermOfTheLoss() => Step(withTerm: true, withGradient: false);

    [Benchmark]
    public void PenaltyStraightIntoTheGradients() => Step(withTerm: false, withGradient: true);

    private void Step(bool withTerm, bool withGradient)
    {
        using DisposeScope scope = NewDisposeScope();
        adam.zero_grad();
        Tensor loss = lstm.forward(x).Item1.square().mean();
        (withTerm ? loss + tikhonov.Penalty(1e-5) : loss).backward();
        if (withGradient)
        {
            tikhonov.AddGradient(1e-5);
        }

        adam.step();
    }
}
