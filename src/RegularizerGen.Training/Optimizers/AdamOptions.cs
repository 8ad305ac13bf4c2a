using System;

namespace RegularizerGen.Training;

/// <summary>Options of <see cref="Adam{T}"/>; the defaults are those of Kingma and Ba (2015).</summary>
public record AdamOptions
{
    /// <summary>The learning rate: a number, or a schedule.</summary>
    public LearningRate Rate { get; init; } = 1e-3;

    /// <summary>Decay of the mean of gradients, from 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of their squares, from 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the mean of squares, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The largest Euclidean norm of the gradient of all parameters together: one that is larger is scaled to it (Pascanu,
    /// Mikolov and Bengio 2013). Above 0; infinite, the default, for none.</summary>
    public double LargestNorm { get; init; } = double.PositiveInfinity;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names it.</exception>
    public virtual void Validate()
    {
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "finite and above 0");
        Require(LargestNorm > 0, nameof(LargestNorm), LargestNorm, "above 0");
    }

    internal static void Require(bool isInside, string name, double value, string range)
    {
        if (!isInside)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(AdamOptions)}.{name} is {value}; it must be {range}."), name);
        }
    }
}

/// <summary>Options of <see cref="AdamW{T}"/>.</summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>What every parameter shrinks by at every step, relative to itself and per unit of the learning rate; at least 0.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "finite and at least 0");
    }
}
