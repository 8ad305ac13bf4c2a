using System;
using System.Threading;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Samples.QuadrupleTank.Training;
using RegularizerGen.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.Samples.TorchSharpLstm;

/// <summary>Trains one torch network one way, as one would: Adam, clipped gradients, and the penalty as one more term.</summary>
public sealed class TorchTrainer : ITrainer
{
    private static readonly Lock Creation = new();

    private readonly Experiment experiment;
    private readonly Way way;
    private readonly double strength;
    private readonly Batches batches;
    private readonly TorchNetwork network;
    private readonly TorchTikhonovPenalty tikhonov;
    private readonly TorchStabilityPenalty stability;
    private readonly Modules.Adam adam;

    public TorchTrainer(Experiment experiment, Way way, double strength, int seed)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        this.experiment = experiment;
        this.way = way;
        this.strength = strength;
        batches = new Batches(experiment, seed);
        network = Create(experiment, seed);
        tikhonov = network.Tikhonov(SpectralMode.Tracking);
        stability = TorchStabilityPenalty.For(
            network.Lstm,
            new StabilityOptions
            {
                Margin = 0.02,
                Perturbation = Perturbation.Energy,
                Rules = BoundRules.Tight,
                InputBound = Trainer.InputBound,
                Iterations = 60,
            }
        );
        adam = optim.Adam(network.parameters(), Batches.Rate(0, 1));
    }

    public IModel Model => network;

    public double Step(int step, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        batches.Load(way == Way.InputNoise ? strength : 0);
        Tensor predicted = network.forward(tensor(batches.Inputs.ToArray()).reshape(Batches.Length, Batches.Size, experiment.Inputs));
        Tensor wanted = tensor(batches.Targets.ToArray()).reshape(Batches.Length, Batches.Size, experiment.Outputs);
        Tensor loss = (predicted - wanted).narrow(0, Batches.WashOut, Batches.Length - Batches.WashOut).square().mean();
        Tensor total = way switch
        {
            Way.Tikhonov => loss + tikhonov.Penalty(strength),
            Way.Stability => loss + stability.Penalty(strength),
            Way.WeightDecay => loss + (strength * Squares()),
            _ => loss,
        };
        adam.zero_grad();
        total.backward();
        nn.utils.clip_grad_norm_(network.parameters(), Batches.LargestNorm);
        foreach (optim.ILearningRateController group in adam.ParamGroups)
        {
            group.LearningRate = Batches.Rate(step, steps);
        }

        adam.step();
        return loss.item<float>();
    }

    private static TorchNetwork Create(Experiment experiment, int seed)
    {
        // One generator for all threads: created one at a time, so that all candidates start from the same weights.
        lock (Creation)
        {
            random.manual_seed(seed);
            return new TorchNetwork(experiment.Inputs, Batches.Units, experiment.Outputs);
        }
    }

    private Tensor Squares()
    {
        Tensor sum = zeros(1);
        foreach (Modules.Parameter parameter in network.parameters())
        {
            sum = sum + parameter.square().sum();
        }

        return sum.squeeze();
    }
}
