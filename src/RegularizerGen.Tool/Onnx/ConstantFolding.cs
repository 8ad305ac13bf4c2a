using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Onnx;

/// <summary>Operators that exporters put between a weight and the node that takes it.</summary>
internal static class ConstantFolding
{
    /// <summary>Whether an operator is one of them.</summary>
    public static bool Knows(string operation) =>
        operation is "Identity" or "Cast" or "Unsqueeze" or "Squeeze" or "Reshape" or "Transpose" or "Slice" or "Concat";

    /// <summary>What an operator makes of a constant; null where its other inputs are no constants.</summary>
    /// <exception cref="UnusableInputException">It does not fit the constant.</exception>
    public static Tensor? Apply(NodeProto node, Tensor argument, Func<int, Tensor?> input)
    {
        var attributes = new NodeAttributes(node);
        switch (node.OpType)
        {
            case "Unsqueeze":
                return AxesOf(attributes, input) is { } inserted ? Unsqueeze(argument, inserted, attributes.Title) : null;
            case "Squeeze":
                return Squeeze(argument, AxesOf(attributes, input));
            case "Reshape":
                return input(1) is { } target ? Reshape(argument, target.Integers(), attributes.Title) : null;
            case "Transpose":
                return argument.Shape.Count == 2 && (attributes.Ints("perm") is null || attributes.Ints("perm")!.SequenceEqual([1L, 0L]))
                    ? Transpose(argument)
                    : null;
            case "Slice":
                return TensorParts.Slice(node, attributes, argument, input);
            case "Concat":
                return TensorParts.Concat(node, attributes, argument, input);
            case "Cast":
                return KeepsReals(attributes) || argument.Values.All(v => v == Math.Truncate(v)) ? argument : null;
            default:
                return argument;
        }
    }

    /// <summary>Whether a cast is to float or double, which values of a real map are taken to be.</summary>
    public static bool KeepsReals(NodeAttributes attributes) =>
        attributes.Int("to") is (long)TensorProto.Types.DataType.Float or (long)TensorProto.Types.DataType.Double;

    /// <summary>The axes of an operator: an attribute up to opset 12, an input from 13 on.</summary>
    public static int[]? AxesOf(NodeAttributes attributes, Func<int, Tensor?> input) =>
        attributes.Ints("axes") is { } axes ? [.. axes.Select(a => (int)Math.Clamp(a, int.MinValue, int.MaxValue))] : input(1)?.Integers();

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    public static Tensor Transpose(Tensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        double[] values = new double[matrix.Values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            values[(k % columns * rows) + (k / columns)] = matrix.Values[k];
        }

        return new Tensor(matrix.Name, [columns, rows], values);
    }

    private static Tensor Unsqueeze(Tensor argument, int[] axes, string title)
    {
        int rank = argument.Shape.Count + axes.Length;
        var positions = axes.Select(a => a < 0 ? a + rank : a).ToHashSet();
        if (positions.Count != axes.Length || positions.Any(p => p < 0 || p >= rank))
        {
            throw new UnusableInputException($"{title}: axes [{string.Join(", ", axes)}] do not fit {argument.ShapeText}.");
        }

        var rest = new Queue<int>(argument.Shape);
        return argument.Reshaped([.. Enumerable.Range(0, rank).Select(k => positions.Contains(k) ? 1 : rest.Dequeue())]);
    }

    private static Tensor Squeeze(Tensor argument, int[]? axes)
    {
        var positions = axes?.Select(a => a < 0 ? a + argument.Shape.Count : a).ToHashSet();
        return argument.Reshaped([.. argument.Shape.Where((size, k) => size != 1 || positions?.Contains(k) == false)]);
    }

    private static Tensor Reshape(Tensor argument, int[] target, string title)
    {
        int[] shape = [.. target.Select((size, k) => size == 0 && k < argument.Shape.Count ? argument.Shape[k] : size)];
        Int128 known = shape.Where(s => s != -1).Aggregate((Int128)1, (product, size) => product > int.MaxValue ? product : product * size);
        int free = Array.IndexOf(shape, -1);
        if (free >= 0 && known > 0)
        {
            shape[free] = (int)(argument.Values.Length / known);
            known *= shape[free];
        }

        return known == argument.Values.Length && shape.All(s => s >= 0)
            ? argument.Reshaped(shape)
            : throw new UnusableInputException($"{title}: {argument.ShapeText} cannot be made [{string.Join(", ", target)}].");
    }
}
