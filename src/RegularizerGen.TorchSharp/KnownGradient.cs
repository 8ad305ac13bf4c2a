using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// Gives a value a gradient that is known already: value + Σ ⟨g, p - p'⟩ with p' = p held fixed. The sum is 0, its derivative by p is g,
/// and the graph owns g: torch frees it in backward, with the rest. (A function of one's own, as TorchSharp has it, leaves what it hands to
/// torch to the garbage collector.)
/// </summary>
internal sealed class KnownGradient
{
    private readonly Tensor[] parameters;
    private readonly Tensor flat; // the gradients of all parameters, one after the other
    private readonly Tensor[] parts;

    /// <summary>Zero gradients of the given type, to be added to.</summary>
    public KnownGradient(Tensor[] parameters, ScalarType type)
    {
        this.parameters = parameters;
        flat = zeros(parameters.Sum(p => p.numel()), type, parameters[0].device);
        long next = 0;
        parts = Array.ConvertAll(
            parameters,
            p =>
            {
                long count = p.numel();
                Tensor part = flat.narrow(0, next, count);
                next += count;
                return p.ndim == 1 ? part : part.view(p.shape);
            }
        );
    }

    /// <summary>The gradient of a parameter; null for one that is not among them.</summary>
    public Tensor? Of(Tensor parameter) =>
        Array.FindIndex(parameters, p => ReferenceEquals(p, parameter)) is >= 0 and int k ? parts[k] : null;

    /// <summary>The value with this gradient.</summary>
    public Tensor Attach(Tensor value)
    {
        Tensor all = cat(Array.ConvertAll(parameters, p => Typed(p.ndim == 1 ? p : p.reshape(-1))));
        return value.Plus(all.sub(all.detach()).dot(flat));

        Tensor Typed(Tensor values) => values.dtype == flat.dtype ? values : values.to_type(flat.dtype);
    }
}
