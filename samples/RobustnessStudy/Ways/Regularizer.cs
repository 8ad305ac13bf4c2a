using System;

namespace RegularizerGen.Samples.RobustnessStudy.Ways;

/// <summary>What a way adds to plain training.</summary>
public class Regularizer
{
    /// <summary>Plain training.</summary>
    public static Regularizer None { get; } = new();

    /// <summary>Decoupled weight decay, per unit of the learning rate.</summary>
    public virtual double WeightDecay => 0;

    /// <summary>Changes a batch of inputs before the forward pass.</summary>
    public virtual void Disturb(Span<float> inputs) { }

    /// <summary>Adds to the gradient after the backward pass.</summary>
    /// <param name="inputs">The inputs of the forward pass.</param>
    /// <param name="progress">The share of the optimizer steps that is done, from 0 to below 1.</param>
    public virtual void AddGradient(ReadOnlySpan<float> inputs, double progress) { }
}
