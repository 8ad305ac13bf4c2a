using System;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>The two stages that touch weights: Measure reads them into slots, Apply adds the slots' adjoints to gradients.</summary>
internal abstract class Backend(BoundWeight[] weights)
{
    protected BoundWeight[] Weights { get; } = weights;

    /// <summary>Fills the slots.</summary>
    /// <exception cref="System.ArgumentException">A weight is not finite.</exception>
    public abstract void Measure(Tensor[] parameters);

    /// <summary>Adds to the gradients; null for a parameter that is not trained.</summary>
    public abstract void Apply(Tensor[] parameters, Tensor?[] gradients);

    /// <summary>Whether the own kernels can work on the memory of these tensors.</summary>
    public static bool CanUseSpans(Tensor[] parameters, Tensor?[]? gradients)
    {
        ScalarType type = parameters[0].dtype;
        return type is ScalarType.Float32 or ScalarType.Float64
            && Array.TrueForAll(parameters, Fits)
            && (gradients is null || Array.TrueForAll(gradients, g => g is null || Fits(g)));

        bool Fits(Tensor t) => t.dtype == type && t.device_type == global::TorchSharp.DeviceType.CPU && t.is_contiguous();
    }
}
