using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Sets;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Files;

/// <summary>A cell with weights from a file: sizes follow from their shapes.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Parameters">Its weights, flat.</param>
internal sealed record CellWeights(CellDescription Cell, int[] Sizes, double[] Parameters) : ISequenceMap
{
    /// <summary>Width of its input.</summary>
    public int InputWidth => ((CellCore)Cell.Step(Sizes)).InputWidth;

    /// <inheritdoc/>
    public Sequence Forward(Sequence input)
    {
        double[] output = Cell.Forward(Sizes, input.Rows, 1, Parameters, input.Values);
        return new Sequence(output.Length / input.Rows, output);
    }

    /// <inheritdoc/>
    public Sequence Backward(Sequence input, Sequence outputGradient) =>
        input with
        {
            Values = Cell.Backward(Sizes, input.Rows, 1, Parameters, input.Values, outputGradient.Values).Inputs,
        };

    /// <inheritdoc/>
    public double Scale(int channel) => InputSet.Scales((CellCore)Cell.Step(Sizes))[channel];

    /// <summary>Bounds that the cell declares of its inputs, by channel.</summary>
    public double[] DeclaredBounds
    {
        get
        {
            var core = (CellCore)Cell.Step(Sizes);
            return [.. core.Inputs.SelectMany(i => Enumerable.Repeat(i.Bound, core.Widths[i.Node]))];
        }
    }

    /// <summary>Fits tensors to the weights of a cell.</summary>
    /// <exception cref="UnusableInputException">A weight is missing, one is left, or shapes contradict each other.</exception>
    public static CellWeights Of(CellDescription cell, IReadOnlyList<Tensor> tensors)
    {
        WeightDefinition[] weights = [.. Definition(cell).Weights.Where(w => w.Terms.Count == 0)];
        if (tensors.FirstOrDefault(t => weights.All(w => w.Name != t.Name)) is { } left)
        {
            throw new UnusableInputException(
                $"{cell.Name} has no weight '{left.Name}'; it has {string.Join(", ", weights.Select(w => w.Name))}."
            );
        }

        int[] sizes = new int[cell.SizeNames.Count];
        Tensor[] fitted = [.. weights.Select(w => Fit(w, tensors, sizes))];
        for (int k = 0; k < sizes.Length; k++)
        {
            sizes[k] = sizes[k] > 0 ? sizes[k] : throw new UnusableInputException($"No weight tells the size '{cell.SizeNames[k]}'.");
        }

        double[] parameters = [.. fitted.SelectMany(t => t.Values)];
        return parameters.Length == cell.ParameterCount(sizes)
            ? new CellWeights(cell, sizes, parameters)
            : throw new UnusableInputException($"{cell.Name} has {cell.ParameterCount(sizes)} parameters, not {parameters.Length}.");
    }

    /// <summary>The facts of a cell that do not depend on its sizes.</summary>
    public static CellDefinition Definition(CellDescription cell) =>
        ((CellCore)cell.Step([.. Enumerable.Repeat(1, cell.SizeNames.Count)])).Definition;

    private static Tensor Fit(WeightDefinition weight, IReadOnlyList<Tensor> tensors, int[] sizes)
    {
        Tensor tensor =
            tensors.FirstOrDefault(t => t.Name == weight.Name) ?? throw new UnusableInputException($"There is no weight '{weight.Name}'.");
        int rank =
            weight.Kind == WeightKind.Matrix ? 2
            : weight.Rows < 0 ? 0
            : 1;
        if (tensor.Shape.Count != rank && !(rank == 0 && tensor.Values.Length == 1))
        {
            throw new UnusableInputException($"Weight '{weight.Name}' is {tensor.ShapeText}; it must have {rank} axes.");
        }

        Set(weight.Rows, 0);
        Set(rank == 2 ? weight.Columns : -1, 1);
        return tensor;

        void Set(int size, int axis)
        {
            if (size < 0 || size >= sizes.Length)
            {
                return; // one, or a sum of sizes that others tell
            }

            sizes[size] =
                sizes[size] == 0 || sizes[size] == tensor.Shape[axis]
                    ? tensor.Shape[axis]
                    : throw new UnusableInputException(
                        $"Weight '{weight.Name}' is {tensor.ShapeText}; axis {axis} must be {sizes[size]}, as in other weights."
                    );
        }
    }
}
