using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Layouts;

namespace RegularizerGen.Training;

/// <summary>A cell's weights as the tensors of a recurrent module of PyTorch.</summary>
internal static class PyTorchPacking
{
    /// <summary>The four tensors of one layer in one direction.</summary>
    /// <exception cref="ArgumentException">The layout is not PyTorch's, the cell lacks a weight, one has another shape, or one has no place
    /// in the module.</exception>
    public static IReadOnlyList<StateTensor<T>> Of<T>(CellParameters<T> parameters, PyTorchNames names, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PackedLayout layout = names.Layout;
        if (layout.IsTransposed || layout.Biases != PackedBias.Two)
        {
            throw new ArgumentException(
                $"The layout of {layout.Framework}'s {layout.Cell} is not that of a module of PyTorch.",
                nameof(names)
            );
        }

        var used = new HashSet<int>();
        WeightSpec first = parameters.Weights[parameters.Find(names.Input(layout.Gates[0]))];
        StateTensor<T>[] tensors =
        [
            Tensor("weight_ih", first.Columns, names.Input),
            Tensor("weight_hh", first.Rows, names.Recurrent),
            Tensor("bias_ih", 0, names.Bias),
            Tensor("bias_hh", 0, names.RecurrentBias),
        ];
        if (parameters.Weights.Where((_, k) => !used.Contains(k)).FirstOrDefault() is { } left)
        {
            throw new ArgumentException(
                $"The weight '{left.Name}' of '{parameters.Definition.Name}' has no place in PyTorch's {layout.Cell}.",
                nameof(names)
            );
        }

        return tensors;

        StateTensor<T> Tensor(string name, int columns, Func<string, string?> weight)
        {
            long rows = (long)layout.Gates.Count * first.Rows;
            return new StateTensor<T>(
                prefix + name + names.Suffix,
                columns == 0 ? [rows] : [rows, columns],
                [.. layout.Gates.Select(gate => Part(gate, columns, weight(gate)))]
            );
        }

        StatePart<T> Part(string gate, int columns, string? name)
        {
            // A bias that the cell does not have: saved as 0, and added to the one that it has.
            bool isAdded = name is null;
            int weight = parameters.Find(name ?? names.Bias(gate));
            WeightSpec spec = parameters.Weights[weight];
            if (spec.Rows != first.Rows || spec.Columns != Math.Max(columns, 1) || (spec.Kind == WeightKind.Matrix) != (columns > 0))
            {
                throw new ArgumentException(
                    $"The weight '{spec.Name}' of '{parameters.Definition.Name}' is a {spec.Kind} of {spec.Rows} x {spec.Columns}, "
                        + $"not the {first.Rows} x {Math.Max(columns, 1)} of PyTorch's {layout.Cell}.",
                    nameof(names)
                );
            }

            if (!isAdded && !used.Add(weight))
            {
                throw new ArgumentException($"The weight '{spec.Name}' is named for two places.", nameof(names));
            }

            return new StatePart<T>(parameters.SliceOf(weight), isAdded);
        }
    }
}
