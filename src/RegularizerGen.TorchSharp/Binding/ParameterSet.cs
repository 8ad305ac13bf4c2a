using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>The distinct parameters that a penalty depends on, and what must hold before they are read.</summary>
internal sealed class ParameterSet
{
    private readonly List<ParameterSource> sources = [];
    private readonly List<string> descriptions = [];
    private readonly List<long[]> shapes = [];
    private readonly HashSet<Action> checks = [];

    /// <summary>Adds a parameter, once; returns its number.</summary>
    public int Add(ParameterSource source, string weight)
    {
        int known = sources.IndexOf(source);
        if (known >= 0)
        {
            return known;
        }

        sources.Add(source);
        descriptions.Add(source.Describe(weight));
        shapes.Add(source.Find().shape);
        return sources.Count - 1;
    }

    /// <summary>A check of the module that is made before every reading.</summary>
    public void Require(Action check) => checks.Add(check);

    /// <summary>What messages call a parameter.</summary>
    public string Describe(int parameter) => descriptions[parameter];

    /// <summary>The parameters as they are now.</summary>
    /// <exception cref="ArgumentException">One holds no floating-point numbers, has another shape than before, or they are on several
    /// devices.</exception>
    /// <exception cref="InvalidOperationException">A check of the module failed, or a parameter was disposed.</exception>
    public Tensor[] Find()
    {
        foreach (Action check in checks)
        {
            check();
        }

        var found = new Tensor[sources.Count];
        for (int k = 0; k < found.Length; k++)
        {
            found[k] = sources[k].Find();
            ParameterSource.RequireNumbers(found[k], descriptions[k]);
            if (!HasShape(found[k], shapes[k]))
            {
                string now = string.Join(", ", found[k].shape);
                throw new ArgumentException($"{descriptions[k]} has shape [{now}]; it was [{string.Join(", ", shapes[k])}].");
            }

            if (IsElsewhere(found[k], found[0]))
            {
                throw new ArgumentException($"{descriptions[k]} is on {found[k].device}, but {descriptions[0]} is on {found[0].device}.");
            }
        }

        return found;
    }

    /// <summary>Says which entry of which parameter is not finite, if one is.</summary>
    /// <exception cref="ArgumentException">One is.</exception>
    public void RequireFinite(Tensor[] tensors)
    {
        for (int k = 0; k < tensors.Length; k++)
        {
            ParameterSource.RequireFinite(tensors[k], descriptions[k]);
        }
    }

    private static bool HasShape(Tensor tensor, long[] shape)
    {
        bool same = tensor.ndim == shape.Length;
        for (int dimension = 0; same && dimension < shape.Length; dimension++)
        {
            same = tensor.size(dimension) == shape[dimension];
        }

        return same;
    }

    private static bool IsElsewhere(Tensor tensor, Tensor first) =>
        tensor.device_type != first.device_type || (tensor.device_type != DeviceType.CPU && tensor.device_index != first.device_index);
}
