using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Onnx;

/// <summary>Parts of constants, and constants of parts: how exporters put gates into another order.</summary>
internal static class TensorParts
{
    /// <summary>A stretch of one or several axes; null where its ends are no constants.</summary>
    /// <exception cref="UnusableInputException">It does not fit the constant.</exception>
    public static Tensor? Slice(NodeProto node, NodeAttributes attributes, Tensor argument, Func<int, Tensor?> input)
    {
        int[]? starts = Parameter("starts", 1);
        int[]? ends = Parameter("ends", 2);
        bool areAxesGiven = attributes.Ints("axes") is not null || (node.Input.Count > 3 && node.Input[3].Length > 0);
        int[]? axes = areAxesGiven ? Parameter("axes", 3) : [.. Enumerable.Range(0, starts?.Length ?? 0)];
        bool isStepped = node.Input.Count > 4 && node.Input[4].Length > 0 && input(4)?.Values.All(v => v == 1) != true;
        if (starts is null || ends is null || axes is null || isStepped)
        {
            return null;
        }

        Tensor result = argument;
        for (int k = 0; k < axes.Length; k++)
        {
            int axis = axes[k] < 0 ? axes[k] + argument.Shape.Count : axes[k];
            if (axis < 0 || axis >= argument.Shape.Count || k >= starts.Length || k >= ends.Length)
            {
                throw new UnusableInputException($"{attributes.Title}: its axes do not fit {argument.ShapeText}.");
            }

            int size = argument.Shape[axis];
            (int start, int end) = (Within(starts[k], size), Within(ends[k], size));
            result = Part(result, axis, start, Math.Max(end, start));
        }

        return result;

        int[]? Parameter(string name, int number) =>
            attributes.Ints(name) is { } given
                ? [.. given.Select(v => (int)Math.Clamp(v, -int.MaxValue, int.MaxValue))]
                : input(number)?.Integers();
    }

    /// <summary>Constants one after the other along an axis; null where one is none.</summary>
    /// <exception cref="UnusableInputException">They do not fit each other.</exception>
    public static Tensor? Concat(NodeProto node, NodeAttributes attributes, Tensor first, Func<int, Tensor?> input)
    {
        var parts = new List<Tensor> { first };
        for (int k = 1; k < node.Input.Count; k++)
        {
            if (input(k) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        long given = attributes.Int("axis") ?? 0;
        int axis = (int)Math.Clamp(given < 0 ? given + first.Shape.Count : given, -1, int.MaxValue);
        if (axis < 0 || axis >= first.Shape.Count || parts.Any(p => !Fits(p, first, axis)))
        {
            throw new UnusableInputException($"{attributes.Title}: its parts do not fit each other.");
        }

        int[] shape = [.. first.Shape];
        shape[axis] = parts.Sum(p => p.Shape[axis]);
        int outer = first.Shape.Take(axis).Aggregate(1, (product, size) => product * size);
        double[] values =
        [
            .. Enumerable
                .Range(0, outer)
                .SelectMany(o => parts.SelectMany(p => p.Values.Skip(o * (p.Values.Length / outer)).Take(p.Values.Length / outer))),
        ];
        return new Tensor(first.Name, shape, values);
    }

    private static bool Fits(Tensor part, Tensor first, int axis) =>
        part.Values.Length > 0
        && part.Shape.Count == first.Shape.Count
        && part.Shape.Where((size, k) => k != axis && size != first.Shape[k]).Any() == false;

    private static int Within(int index, int size) => Math.Clamp(index < 0 ? index + size : index, 0, size);

    private static Tensor Part(Tensor argument, int axis, int start, int end)
    {
        int inner = argument.Shape.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
        int row = argument.Shape[axis] * inner;
        int[] shape = [.. argument.Shape];
        shape[axis] = end - start;
        double[] values = row == 0 ? [] : [.. argument.Values.Chunk(row).SelectMany(r => r[(start * inner)..(end * inner)])];
        return new Tensor(argument.Name, shape, values);
    }
}
