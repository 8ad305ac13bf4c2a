using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>A slot of the bound and where its weight lives; no slice for a bias that a module does not have.</summary>
/// <param name="Slot">What is measured.</param>
/// <param name="Slice">Where the weight lives.</param>
/// <param name="First">Number of its parameter in the set; -1 for none.</param>
/// <param name="Second">Number of the second part of a bias; -1 for none.</param>
internal sealed record BoundWeight(WeightSlot Slot, WeightSlice? Slice, int First, int Second)
{
    /// <summary>Binds slots to slices and checks every shape.</summary>
    /// <exception cref="ArgumentException">A slice has the wrong shape.</exception>
    public static BoundWeight[] Bind(IEnumerable<(WeightSlot Slot, WeightSlice? Slice)> weights, ParameterSet parameters) =>
        [.. weights.Select(w =>
        {
            if (w.Slice is null)
            {
                return new BoundWeight(w.Slot, null, -1, -1);
            }

            Check(w.Slot.Spec, w.Slice);
            return new BoundWeight(w.Slot, w.Slice, parameters.Add(w.Slice.Source), w.Slice.Second is null ? -1 : parameters.Add(w.Slice.Second));
        })];

    /// <summary>Checks the shape of a slice, and of the second part of a bias.</summary>
    /// <exception cref="ArgumentException">It is not the weight's.</exception>
    public static void Check(WeightSpec spec, WeightSlice slice)
    {
        Check(spec, slice, slice.Source);
        if (slice.Second is not null)
        {
            Check(spec, slice, slice.Second);
        }
    }

    private static void Check(WeightSpec spec, WeightSlice slice, ParameterSource source)
    {
        Tensor parameter = source.Find();
        bool isMatrix = spec.Kind == WeightKind.Matrix;
        if (parameter.dim() != (isMatrix ? 2 : 1) || Outside(parameter, slice.RowRange, 0) || (isMatrix && Outside(parameter, slice.ColumnRange, 1)))
        {
            throw new ArgumentException($"The weight '{spec.Name}' must be a block of a {(isMatrix ? "matrix" : "vector")}; the parameter has shape [{string.Join(", ", parameter.shape)}].", spec.Name);
        }

        using Tensor block = slice.View(parameter.detach());
        long[] expected = isMatrix ? [spec.Rows, spec.Columns] : [spec.Rows];
        if (!block.shape.SequenceEqual(expected))
        {
            throw new ArgumentException($"The weight '{spec.Name}' is [{string.Join(", ", block.shape)}]; it must be [{string.Join(", ", expected)}].", spec.Name);
        }
    }

    private static bool Outside(Tensor parameter, (long Start, long Count)? range, int dimension) =>
        range is { } r && (r.Start < 0 || r.Count < 0 || r.Start + r.Count > parameter.shape[dimension]);
}

/// <summary>The distinct parameters that a penalty depends on.</summary>
internal sealed class ParameterSet
{
    private readonly List<ParameterSource> sources = [];

    public int Add(ParameterSource source)
    {
        int known = sources.IndexOf(source);
        if (known >= 0)
        {
            return known;
        }

        sources.Add(source);
        return sources.Count - 1;
    }

    public Tensor[] Find() => [.. sources.Select(s => s.Find())];
}
