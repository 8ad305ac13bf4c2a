using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>A cell's weights copied to the host, flat in the cell's own order, in double; and a flat gradient put back.</summary>
internal sealed class HostCopy
{
    private readonly (WeightSpec Spec, WeightSlice? Slice, int First, int Second)[] weights;
    private readonly ParameterSet parameters;

    public HostCopy(IEnumerable<(WeightSpec Spec, WeightSlice? Slice)> weights, ParameterSet parameters)
    {
        this.parameters = parameters;
        this.weights =
        [
            .. weights.Select(w =>
            {
                (int first, int second) = BoundWeight.Add(w.Spec, w.Slice, parameters);
                return (w.Spec, w.Slice, first, second);
            }),
        ];
        Values = new double[this.weights.Sum(w => w.Spec.Rows * w.Spec.Columns)];
        Gradient = new double[Values.Length];
    }

    public double[] Values { get; }

    public double[] Gradient { get; }

    /// <summary>The cell's own weights, without matrices derived from them.</summary>
    public static IEnumerable<WeightSpec> OwnWeights(CellDescription cell, int[] sizes)
    {
        int left = cell.ParameterCount(sizes);
        foreach (WeightSlot slot in cell.Bound(sizes, new TikhonovOptions { Horizon = 1 }).Slots)
        {
            left -= slot.Spec.Rows * slot.Spec.Columns;
            if (left < 0)
            {
                break;
            }

            yield return slot.Spec;
        }
    }

    /// <summary>One transfer; clears the gradient.</summary>
    /// <exception cref="ArgumentException">A weight is not finite; the message names torch's parameter and index.</exception>
    public void Load(Tensor[] tensors)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        Array.Clear(Gradient);
        Array.Clear(Values);
        Tensor[] parts =
        [
            .. weights
                .Where(w => w.Slice is not null)
                .Select(w =>
                {
                    Tensor value = w.Slice!.View(tensors[w.First].detach()).to_type(ScalarType.Float64);
                    return (
                        w.Second < 0 ? value : value.Plus(w.Slice.View(tensors[w.Second].detach()).to_type(ScalarType.Float64))
                    ).reshape(-1);
                }),
        ];
        ReadOnlySpan<double> copied = cat(parts).cpu().data<double>().ToArray();
        if (!double.IsFinite(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(copied)))
        {
            parameters.RequireFinite(tensors);
        }

        int next = 0;
        foreach ((WeightSpec spec, WeightSlice? slice, _, _) in weights)
        {
            int count = spec.Rows * spec.Columns;
            if (slice is not null)
            {
                copied[..count].CopyTo(Values.AsSpan(next));
                copied = copied[count..];
            }

            next += count;
        }
    }

    /// <summary>Adds the gradient to those of the parameters that have one.</summary>
    public void AddGradient(Tensor?[] gradients)
    {
        using IDisposable noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor? any = Array.Find(gradients, g => g is not null);
        if (any is null)
        {
            return;
        }

        Tensor all = tensor(Gradient, dtype: ScalarType.Float64).to(any.device);
        long next = 0;
        foreach ((WeightSpec spec, WeightSlice? slice, int first, int second) in weights)
        {
            long count = (long)spec.Rows * spec.Columns;
            if (slice is not null)
            {
                Tensor part = all.narrow(0, next, count);
                foreach (int parameter in new[] { first, second }.Where(p => p >= 0 && gradients[p] is not null))
                {
                    Tensor target = slice.View(gradients[parameter]!);
                    target.PlusInPlace(part.reshape(target.shape).to_type(target.dtype));
                }
            }

            next += count;
        }
    }
}
