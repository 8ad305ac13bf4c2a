using System.Linq;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>The two stages that touch weights: Measure reads them into slots, Apply adds the slots' adjoints to gradients.</summary>
internal abstract class Backend(BoundWeight[] weights)
{
    protected BoundWeight[] Weights { get; } = weights;

    /// <summary>Fills the slots.</summary>
    /// <exception cref="System.ArgumentException">A weight is not finite.</exception>
    public abstract void Measure(Tensor[] parameters);

    /// <summary>Adds to the gradients.</summary>
    public abstract void Apply(Tensor[] parameters, Tensor[] gradients);

    /// <summary>Whether the own kernels can work on the memory of these tensors.</summary>
    public static bool CanUseSpans(Tensor[] tensors) => tensors.All(t => t.device_type == global::TorchSharp.DeviceType.CPU && t.is_contiguous() && t.dtype == tensors[0].dtype && t.dtype is ScalarType.Float32 or ScalarType.Float64);
}
