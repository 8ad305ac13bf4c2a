using System;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): before every step of Adam, θ ← (1 - α·decay)·θ.
/// These are the numbers of torch.optim.AdamW.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class AdamW<T> : Adam<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc cref="Adam{T}(AdamOptions, Trainable{T}[])"/>
    public AdamW(AdamWOptions options, params Trainable<T>[] parameters)
        : base(options, Decay(options), parameters) { }

    private static double Decay(AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.WeightDecay;
    }
}
