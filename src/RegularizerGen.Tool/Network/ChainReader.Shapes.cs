using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>Operators that move axes, or take a part of one.</summary>
internal sealed partial class ChainReader
{
    private bool IsShape(NodeProto node, NodeAttributes attributes)
    {
        switch (node.OpType)
        {
            case "Identity" or "Dropout":
                return true;
            case "Cast":
                return ConstantFolding.KeepsReals(attributes) ? true : throw Outside(attributes, "it rounds");
            case "Transpose":
                Transpose(attributes);
                return true;
            case "Squeeze":
                Squeeze(attributes, ConstantFolding.AxesOf(attributes, k => Constant(node, k)));
                return true;
            case "Unsqueeze":
                Unsqueeze(attributes, ConstantFolding.AxesOf(attributes, k => Constant(node, k)));
                return true;
            case "Reshape":
                Reshape(attributes, Constant(node, 1)?.Integers());
                return true;
            case "Flatten":
                Reshape(attributes, (attributes.Int("axis") ?? 1) == 1 ? [0, -1] : null);
                return true;
            case "Gather":
                Gather(attributes, Constant(node, 1));
                return true;
            case "Slice":
                Slice(node, attributes);
                return true;
            default:
                return false;
        }
    }

    private Tensor? Constant(NodeProto node, int input) =>
        input < node.Input.Count && node.Input[input].Length > 0 ? scope.Constant(node.Input[input]) : null;

    private static int Position(NodeAttributes attributes, long axis, int rank)
    {
        long position = axis < 0 ? axis + rank : axis;
        return position >= 0 && position < rank ? (int)position : throw Outside(attributes, $"it has no axis {axis}");
    }

    private void Transpose(NodeAttributes attributes)
    {
        int[] order =
        [
            .. (attributes.Ints("perm") ?? [.. Enumerable.Range(0, axes.Count).Reverse().Select(k => (long)k)]).Select(p =>
                Position(attributes, p, axes.Count)
            ),
        ];
        axes =
            order.Length == axes.Count && order.Distinct().Count() == order.Length
                ? [.. order.Select(k => axes[k])]
                : throw Outside(attributes, "its order is none of its axes");
    }

    private void Squeeze(NodeAttributes attributes, int[]? given)
    {
        HashSet<int> positions = given is null
            ? [.. Enumerable.Range(0, axes.Count).Where(k => axes[k] is Axis.One or Axis.Batch || IsSingleDirection(k))]
            : [.. given.Select(a => Position(attributes, a, axes.Count))];
        foreach (int wrong in positions.Where(k => axes[k] is Axis.Time or Axis.Channel || (axes[k] == Axis.Direction && directions > 1)))
        {
            throw Outside(attributes, $"it takes the axis {axes[wrong]} away");
        }

        axes = [.. axes.Where((_, k) => !positions.Contains(k))];
    }

    private bool IsSingleDirection(int axis) => axes[axis] == Axis.Direction && directions == 1;

    private void Unsqueeze(NodeAttributes attributes, int[]? given)
    {
        if (given is null || given.Length > 8)
        {
            throw Outside(attributes, "its axes are no constant");
        }

        int rank = axes.Count + given.Length;
        HashSet<int> positions = [.. given.Select(a => Position(attributes, a, rank))];
        var rest = new Queue<Axis>(axes);
        if (positions.Count != given.Length)
        {
            throw Outside(attributes, "its axes occur twice");
        }

        axes = [.. Enumerable.Range(0, rank).Select(k => positions.Contains(k) ? Axis.One : rest.Dequeue())];
    }

    /// <summary>Joins directions and channels where they follow each other, and keeps every other axis.</summary>
    private void Reshape(NodeAttributes attributes, int[]? target)
    {
        if (target is null)
        {
            throw Outside(attributes, "its sizes are no constant");
        }

        var result = new List<Axis>();
        var rest = new Queue<Axis>(axes.Where(a => a != Axis.One));
        foreach (int size in target)
        {
            if (size == 1 && (rest.Count == 0 || (rest.Peek() is Axis.Channel or Axis.Time && SizeOf(rest.Peek()) != 1)))
            {
                result.Add(Axis.One);
                continue;
            }

            if (!rest.TryDequeue(out Axis axis))
            {
                throw Outside(attributes, "it does not join directions and channels");
            }

            int known = SizeOf(axis);
            if (axis == Axis.Direction && rest.TryPeek(out Axis next) && next == Axis.Channel && (size == -1 || size == width))
            {
                rest.Dequeue();
                axis = Axis.Channel;
                directions = 1;
                known = width;
            }

            if (size > 0 && known > 0 && size != known)
            {
                throw Outside(attributes, $"it makes {size} of {known} on the axis {axis}");
            }

            result.Add(axis);
        }

        axes = rest.All(a => a == Axis.Direction && directions == 1) ? result : throw Outside(attributes, "it joins other axes");
    }

    /// <summary>The size of an axis, 0 where the file may leave it open.</summary>
    private int SizeOf(Axis axis) =>
        axis switch
        {
            Axis.Channel => axes.Contains(Axis.Direction) ? width / directions : width,
            Axis.Direction => directions,
            _ => 0,
        };

    private void Gather(NodeAttributes attributes, Tensor? indices)
    {
        if (indices is not { Values.Length: 1, Shape.Count: <= 1 })
        {
            throw Outside(attributes, "it takes more than one constant index");
        }

        int axis = Position(attributes, attributes.Int("axis") ?? 0, axes.Count);
        Take(attributes, axis, indices.Integers()[0], isKept: indices.Shape.Count == 1);
    }

    private void Slice(NodeProto node, NodeAttributes attributes)
    {
        int[]? starts = Parameter("starts", 1);
        int[]? ends = Parameter("ends", 2);
        int[]? along = Parameter("axes", 3) ?? [0];
        int[] steps = Constant(node, 4)?.Integers() ?? [1];
        bool isOne = starts is { Length: 1 } && ends is { Length: 1 } && along.Length == 1 && steps is [1];
        if (!isOne || !(ends![0] == starts![0] + 1 || (starts[0] == -1 && ends[0] == int.MaxValue)))
        {
            throw Outside(attributes, "it takes more than one index");
        }

        Take(attributes, Position(attributes, along[0], axes.Count), starts[0], isKept: true);

        int[]? Parameter(string name, int input) =>
            attributes.Ints(name) is { } given
                ? [.. given.Select(v => (int)Math.Clamp(v, -int.MaxValue, int.MaxValue))]
                : Constant(node, input)?.Integers();
    }

    /// <summary>One index of an axis.</summary>
    private void Take(NodeAttributes attributes, int axis, int index, bool isKept)
    {
        switch (axes[axis])
        {
            case Axis.Time when index is 0 or -1:
                string which = index == 0 ? "first" : "last";
                bool[] atFirst = [.. Enumerable.Repeat(index == 0, width)];
                stages.Add(new SelectStage($"{which} step", [.. Enumerable.Range(0, width)], atFirst));
                break;
            case Axis.Direction when index >= -directions && index < directions:
                int units = width / directions;
                int direction = index < 0 ? index + directions : index;
                stages.Add(new SelectStage($"direction {direction}", [.. Enumerable.Range(direction * units, units)], null));
                width = units;
                directions = 1;
                break;
            case Axis.One or Axis.Batch when index is 0 or -1:
                break;
            default:
                throw Outside(attributes, $"it takes index {index} of the axis {axes[axis]}");
        }

        if (isKept)
        {
            axes[axis] = Axis.One;
        }
        else
        {
            axes.RemoveAt(axis);
        }
    }
}
