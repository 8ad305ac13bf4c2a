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
/// <param name="Parameter">What messages call the parameter.</param>
internal sealed record BoundWeight(WeightSlot Slot, WeightSlice? Slice, int First, int Second, string Parameter)
{
    /// <summary>Binds slots to slices and checks every shape.</summary>
    /// <exception cref="ArgumentException">A slice has the wrong shape, or its parameter holds no floating-point numbers.</exception>
    public static BoundWeight[] Bind(IEnumerable<(WeightSlot Slot, WeightSlice? Slice)> weights, ParameterSet parameters) =>
        [
            .. weights.Select(w =>
            {
                (int first, int second) = Add(w.Slot.Spec, w.Slice, parameters);
                return new BoundWeight(w.Slot, w.Slice, first, second, first < 0 ? string.Empty : parameters.Describe(first));
            }),
        ];

    /// <summary>Checks a slice and adds its parameters to the set; returns their numbers, -1 for none.</summary>
    /// <exception cref="ArgumentException">The slice has the wrong shape, or a parameter holds no floating-point numbers.</exception>
    public static (int First, int Second) Add(WeightSpec spec, WeightSlice? slice, ParameterSet parameters)
    {
        if (slice is null)
        {
            return (-1, -1);
        }

        Check(spec, slice, slice.Source);
        if (slice.Second is not null)
        {
            Check(spec, slice, slice.Second);
        }

        return (parameters.Add(slice.Source, spec.Name), slice.Second is null ? -1 : parameters.Add(slice.Second, spec.Name));
    }

    /// <summary>Rows of a block of a matrix.</summary>
    /// <exception cref="ArgumentException">The parameter is no matrix, or the block lies outside of it.</exception>
    public static long RowsOf(string name, WeightSlice slice)
    {
        Tensor parameter = slice.Source.Find();
        RequireBlock(name, slice, slice.Source, parameter, isMatrix: true);
        using Tensor block = slice.View(parameter.detach());
        return block.shape[0];
    }

    private static void Check(WeightSpec spec, WeightSlice slice, ParameterSource source)
    {
        Tensor parameter = source.Find();
        bool isMatrix = spec.Kind == WeightKind.Matrix;
        RequireBlock(spec.Name, slice, source, parameter, isMatrix);
        using Tensor block = slice.View(parameter.detach());
        long[] expected = isMatrix ? [spec.Rows, spec.Columns] : [spec.Rows];
        if (!block.shape.SequenceEqual(expected))
        {
            throw new ArgumentException($"The weight '{spec.Name}' is {Text(block.shape)}; it must be {Text(expected)}.", spec.Name);
        }
    }

    private static void RequireBlock(string name, WeightSlice slice, ParameterSource source, Tensor parameter, bool isMatrix)
    {
        ParameterSource.RequireNumbers(parameter, source.Describe(name));
        long[] shape = parameter.shape;
        if (shape.Length != (isMatrix ? 2 : 1))
        {
            throw new ArgumentException(
                $"The weight '{name}' must be a block of a {(isMatrix ? "matrix" : "vector")}; the parameter has shape {Text(shape)}.",
                name
            );
        }

        if (!isMatrix && slice.ColumnRange is not null)
        {
            throw new ArgumentException($"The weight '{name}' is a vector; it has no block of columns.", name);
        }

        RequireInside(name, "rows", slice.RowRange, shape, 0);
        RequireInside(name, "columns", slice.ColumnRange, shape, 1);
    }

    private static void RequireInside(string name, string what, (long Start, long Count)? range, long[] shape, int dimension)
    {
        if (range is { } r && (r.Start < 0 || r.Count < 0 || r.Start > shape[dimension] - r.Count))
        {
            throw new ArgumentException(
                $"The slice of '{name}' takes {r.Count} {what} from {r.Start} on; the parameter has shape {Text(shape)}.",
                name
            );
        }
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
