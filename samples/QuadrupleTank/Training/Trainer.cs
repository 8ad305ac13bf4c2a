using System;
using System.Numerics.Tensors;
using RegularizerGen.Samples.QuadrupleTank.Data;
using RegularizerGen.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Training;

/// <summary>Trains one network one way, in memory of its own.</summary>
public sealed class Trainer : ITrainer
{
    public const int Horizon = 20;
    public const double InputBound = 1.5;
    private const double MarginStrength = 0.1;
    private const int Units = Batches.Units;
    private const int Length = Batches.Length;
    private const int Batch = Batches.Size;

    private readonly Experiment experiment;
    private readonly Way way;
    private readonly double strength;
    private readonly Batches batch;
    private readonly Lstm.Unrolled<float> unrolled;
    private readonly Lstm.TikhonovRegularizer<float> regularizer;
    private readonly Lstm.StabilityMargin<float> stability;
    private readonly Lstm.JacobianPenalty<float> jacobian;
    private readonly Adam<float> adam;
    private readonly Trainable<float>[] trainable;
    private readonly float[] outputs;
    private readonly float[] hiddenGradient;

    public Trainer(Experiment experiment, Way way, double strength, int seed)
    {
        this.experiment = experiment;
        this.way = way;
        this.strength = strength;
        batch = new Batches(experiment, seed);
        Network = new Network(experiment.Inputs, Units, experiment.Outputs, seed);
        unrolled = new Lstm.Unrolled<float>(Network.Shape, Length, Batch);
        regularizer = new Lstm.TikhonovRegularizer<float>(
            Network.Shape,
            (way == Way.Structured ? Peaks(experiment.Outputs) : Options(experiment.Outputs)) with
            {
                SpectralMode = SpectralMode.Tracking,
            }
        );
        stability = new Lstm.StabilityMargin<float>(Network.Shape, way == Way.Structured ? Structured : Stability);
        jacobian = new Lstm.JacobianPenalty<float>(unrolled, Exact(experiment.Outputs, seed));
        trainable = Network.Trainable;
        adam = new Adam<float>(new AdamOptions { LargestNorm = Batches.LargestNorm }, trainable);
        outputs = new float[batch.Targets.Length];
        hiddenGradient = new float[Length * Batch * Units];
    }

    public Network Network { get; }

    public IModel Model => Network;

    /// <summary>What the penalty bounds: the read-out's sensitivity to white noise over the horizon, for inputs that noise may carry to
    /// ±1.5.</summary>
    public static TikhonovOptions Options(int outputs) =>
        new()
        {
            Horizon = Horizon,
            InputBound = InputBound,
            ReadOutRows = outputs,
        };

    /// <summary>The same unit by unit and for peaks, which proofs gain most from, and with less force on bounds that are large.</summary>
    public static TikhonovOptions Peaks(int outputs) =>
        Options(outputs) with
        {
            Perturbation = Perturbation.Peak,
            Rules = BoundRules.Tight,
            Saturation = 1,
        };

    /// <summary>What the stability margin asks for: contraction in the Euclidean norm for the same inputs. Ranges are followed for 60 steps
    /// only; the certificate of the trained network follows them to the end.</summary>
    public static StabilityOptions Stability { get; } =
        new()
        {
            Margin = 0.02,
            Perturbation = Perturbation.Energy,
            Rules = BoundRules.Tight,
            InputBound = InputBound,
            Iterations = 60,
            SpectralMode = SpectralMode.Tracking,
        };

    /// <summary>The same in a norm that is found and carried along, which keeps the signs of the weights.</summary>
    public static StabilityOptions Structured { get; } =
        new()
        {
            Margin = 0.02,
            Rules = BoundRules.Structured,
            InputBound = InputBound,
        };

    /// <summary>The exact penalty of the outputs at every step, along one random direction per optimizer step.</summary>
    public static JacobianOptions Exact(int outputs, int seed) =>
        new()
        {
            Outputs = PenalizedOutputs.EveryStep,
            Directions = 1,
            Seed = seed,
            ReadOutRows = outputs,
        };

    /// <summary>One optimizer step; the learning rate falls along a cosine. Returns the mean squared error of the batch.</summary>
    public double Step(int step, int steps)
    {
        batch.Load(way == Way.InputNoise ? strength : 0);
        adam.ClearGradients();
        unrolled.Forward(Network.Cell, batch.Inputs);
        Network.ReadOut.Forward(unrolled.Output, outputs);
        double error = Loss.Squared<float>(outputs, batch.Targets, outputs, batch.Mask);
        Network.ReadOut.Backward(unrolled.Output, outputs, hiddenGradient);
        unrolled.Backward(Network.Cell, batch.Inputs, hiddenGradient, Network.Gradient.View);
        Regularize();
        adam.Step(Batches.Rate(step, steps));
        return error;
    }

    private void Regularize()
    {
        LinearReadOut<float> readOut = Network.ReadOut;
        Lstm.View<float> gradient = Network.Gradient.View;
        switch (way)
        {
            case Way.WeightDecay:
                foreach (Trainable<float> part in trainable)
                {
                    Span<float> g = part.Gradient.Span;
                    TensorPrimitives.MultiplyAdd(part.Values.Span, (float)(2 * strength), g, g);
                }

                break;
            case Way.Tikhonov:
                regularizer.AddGradient(Network.Cell, gradient, strength, readOut.Weight, readOut.WeightGradient);
                break;
            case Way.Jacobian:
                // Input noise of variance σ² adds this much to the mean over steps and outputs, to second order (Bishop 1995).
                double weight = strength * strength / (Length * experiment.Outputs);
                jacobian.AddGradient(Network.Cell, batch.Inputs, gradient, weight, readOut.Weight, readOut.WeightGradient);
                break;
            case Way.Structured:
                regularizer.AddGradient(Network.Cell, gradient, strength, readOut.Weight, readOut.WeightGradient);
                stability.AddGradient(Network.Cell, gradient, MarginStrength);
                break;
            case Way.Stability:
                stability.AddGradient(Network.Cell, gradient, strength);
                break;
        }
    }
}
