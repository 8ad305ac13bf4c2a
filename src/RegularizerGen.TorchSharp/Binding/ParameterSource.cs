using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>A torch parameter, found anew at every call, and what messages call it.</summary>
/// <param name="find">Finds it.</param>
/// <param name="name">Its name in the module; null for a tensor that was handed over by itself.</param>
/// <param name="place">Where in the module it stands, in brackets; empty where the name says all.</param>
internal sealed class ParameterSource(Func<Tensor> find, string? name = null, string place = "")
{
    /// <summary>The tensor as it is now.</summary>
    public Tensor Find() => find();

    /// <summary>The parameter in a message that opens with it.</summary>
    /// <param name="weight">The cell's weight that it holds.</param>
    public string Describe(string weight) => name is null ? $"The parameter of weight '{weight}'" : $"Parameter '{name}'{place}";

    /// <summary>A parameter of a module; null where there is none of that name.</summary>
    public static ParameterSource? Of(nn.Module module, string name, string place = "") =>
        module.has_parameter(name) ? new ParameterSource(() => module.get_parameter(name)!, name, place) : null;

    /// <summary>Checks what can be computed with at all.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="description">What messages call it.</param>
    /// <param name="needed">What it is one of.</param>
    /// <exception cref="ArgumentException">It holds no numbers: another type than floating point, or the meta device.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public static void RequireNumbers(Tensor tensor, string description, string needed = "weights")
    {
        if (tensor.IsInvalid)
        {
            throw new ObjectDisposedException(description, $"{description} was disposed.");
        }

        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16))
        {
            throw new ArgumentException($"{description} is of type {tensor.dtype}; the bound needs floating-point {needed}.");
        }

        if (tensor.device_type == DeviceType.META)
        {
            throw new ArgumentException($"{description} is on the meta device, which holds shapes but no values.");
        }
    }

    /// <summary>Checks every entry; reads the whole tensor, so it is for explaining a failure.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite; the message gives torch's own index.</exception>
    public static void RequireFinite(Tensor tensor, string description, string needed = "weights")
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor wrong = tensor.detach().isfinite().logical_not().nonzero();
        if (wrong.shape[0] == 0)
        {
            return;
        }

        long[] at = wrong[0].cpu().data<long>().ToArray();
        double value = tensor.detach()[[.. at.Select(k => TensorIndex.Single(k))]].to_type(ScalarType.Float64).item<double>();
        string found = double.IsNaN(value) ? "NaN" : "infinite";
        throw new ArgumentException($"{description} is {found} at [{string.Join(", ", at)}]; the bound needs finite {needed}.");
    }
}
