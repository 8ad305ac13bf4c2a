using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>Reads a graph as a chain of stages, following what every axis of its tensors runs over.</summary>
internal sealed partial class ChainReader
{
    private readonly GraphScope scope;
    private readonly IReadOnlyDictionary<NodeProto, RecurrentStage> recurrent;
    private readonly List<IStage> stages = [];
    private List<Axis> axes;
    private int width;
    private int directions = 1;

    private ChainReader(GraphScope scope, IReadOnlyDictionary<NodeProto, RecurrentStage> recurrent, IEnumerable<Axis> axes, int width)
    {
        this.scope = scope;
        this.recurrent = recurrent;
        this.axes = [.. axes];
        this.width = width;
    }

    /// <summary>The graph as a chain; null, with the reason, where it is none up to its last recurrent node on the path.</summary>
    /// <param name="scope">The outermost graph.</param>
    /// <param name="recurrent">Its recurrent nodes.</param>
    /// <param name="output">The output that is asked for; null for the first that is the end of a chain.</param>
    /// <exception cref="UnusableInputException">There is no such output.</exception>
    public static (Chain? Chain, string? Why) Read(
        GraphScope scope,
        IReadOnlyDictionary<NodeProto, RecurrentStage> recurrent,
        string? output
    )
    {
        string[] names = [.. scope.Graph.Output.Select(o => o.Name)];
        if (output is not null && !names.Contains(output))
        {
            throw new UnusableInputException($"The graph has no output '{output}'; it has {string.Join(", ", names)}.");
        }

        string why = "the graph has no output";
        Chain? furthest = null;
        foreach (string name in output is null ? names : [output])
        {
            try
            {
                var path = ChainPath.To(scope, name);
                foreach ((Axis[] start, int first, int? steps) in Starts(scope, path, recurrent))
                {
                    Chain chain = new ChainReader(scope, recurrent, start, first).Follow(path, steps, first);
                    if (chain.StopsAt is null)
                    {
                        return (chain, null);
                    }

                    furthest = furthest is null || chain.Stages.Count > furthest.Stages.Count ? chain : furthest;
                }
            }
            catch (OutsideException outside)
            {
                why = outside.Message;
            }
        }

        return (furthest?.Recurrent.Any() == true ? furthest : null, furthest?.StopsAt ?? why);
    }

    /// <summary>What the axes of the input may be, in the order in which they are tried.</summary>
    private static IEnumerable<(Axis[] Axes, int Width, int? Steps)> Starts(
        GraphScope scope,
        ChainPath path,
        IReadOnlyDictionary<NodeProto, RecurrentStage> recurrent
    )
    {
        TensorShapeProto? shape = scope.Graph.Input.First(i => i.Name == path.Input).Type?.TensorType?.Shape;
        long[] sizes = [.. shape?.Dim.Select(d => d.DimValue) ?? []];
        int firstWidth =
            path.Steps.SelectMany(s => s.Nodes).Select(n => recurrent.GetValueOrDefault(n)?.Node.Inputs).FirstOrDefault(w => w is not null)
            ?? 0;
        int width = sizes.Length > 0 && sizes[^1] is > 0 and <= int.MaxValue ? (int)sizes[^1] : firstWidth;
        foreach (
            Axis[] axes in new Axis[][]
            {
                [Axis.Time, Axis.Batch, Axis.Channel],
                [Axis.Batch, Axis.Time, Axis.Channel],
                [Axis.Time, Axis.Channel],
            }
        )
        {
            int time = Array.IndexOf(axes, Axis.Time);
            if (shape is null || axes.Length == sizes.Length)
            {
                yield return (axes, width, time < sizes.Length && sizes[time] is > 0 and <= 10_000 ? (int)sizes[time] : null);
            }
        }
    }

    private Chain Follow(ChainPath path, int? steps, int first)
    {
        string reached = path.Input;
        string? stopsAt = null;
        foreach (PathStep step in path.Steps)
        {
            try
            {
                Step(step);
                reached = step.Value;
            }
            catch (OutsideException outside)
            {
                stopsAt = outside.Message;
                break;
            }
        }

        return new Chain(path.Input, first, reached, steps, stages, stopsAt);
    }

    private void Step(PathStep step)
    {
        (NodeProto node, int output) = (step.Node, step.Output);
        var attributes = new NodeAttributes(node);
        if (step.Branches.Count > 0)
        {
            Join(step, attributes);
        }
        else if (recurrent.TryGetValue(node, out RecurrentStage? stage))
        {
            Recurrent(stage, output);
        }
        else if (node.Domain is not ("" or "ai.onnx") || output != 0 || node.Input.Count == 0)
        {
            throw Outside(attributes);
        }
        else if (!IsShape(node, attributes) && !IsAffine(node, attributes))
        {
            stages.Add(MonotoneStage.Of(node.OpType, attributes.Title, width) ?? throw Outside(attributes));
        }
    }

    /// <summary>Branches that are alike in their axes, and in width where they are added up.</summary>
    private void Join(PathStep step, NodeAttributes attributes)
    {
        ChainReader[] ends = [.. step.Branches.Select(b => Branch(b))];
        ChainReader first = ends[0];
        bool isSum = step.Node.OpType == "Add";
        if (ends.Any(e => !e.axes.SequenceEqual(first.axes) || (isSum && (e.width != first.width || e.directions != first.directions))))
        {
            string shapes = string.Join(" and ", ends.Select(e => $"[{string.Join(", ", e.axes)}] of width {e.width}"));
            throw Outside(attributes, $"it joins {shapes}");
        }

        bool hasChannels = first.axes.Count > 0 && first.axes[^1] == Axis.Channel && !first.axes.Contains(Axis.Direction);
        int rank = first.axes.Count;
        if (!isSum && (!hasChannels || Position(attributes, attributes.Int("axis") ?? -rank - 1, rank) != rank - 1))
        {
            throw Outside(attributes, "it joins along another axis than that of the channels");
        }

        stages.Add(new JoinStage(attributes.Title, [.. ends.Select(e => new Chain("", width, "", null, e.stages, null))], isSum));
        (axes, width, directions) = (first.axes, stages[^1].OutputWidth, first.directions);
    }

    private ChainReader Branch(IReadOnlyList<PathStep> steps)
    {
        var branch = new ChainReader(scope, recurrent, axes, width) { directions = directions };
        foreach (PathStep step in steps)
        {
            branch.Step(step);
        }

        return branch;
    }

    private void Recurrent(RecurrentStage stage, int output)
    {
        bool isBatchFirst = stage.Node.IsBatchFirst;
        Axis[] expected = isBatchFirst ? [Axis.Batch, Axis.Time, Axis.Channel] : [Axis.Time, Axis.Batch, Axis.Channel];
        bool fits = axes.Count == 3 && expected.Zip(axes, (e, a) => e == a || (e == Axis.Batch && a == Axis.One)).All(same => same);
        if (!fits || width != stage.Node.Inputs)
        {
            throw new OutsideException(
                $"{stage.Title} takes [{string.Join(", ", expected)}] of width {stage.Node.Inputs}, and is given [{string.Join(", ", axes)}] of width {width}"
            );
        }

        stages.Add(
            output < 2
                ? stage
                : stage.CellState ?? throw new OutsideException($"output {output} of {stage.Title} is used, which it has not")
        );
        width = stage.OutputWidth;
        directions = stage.Node.Cells.Count;
        switch (output)
        {
            case 0:
                axes = isBatchFirst
                    ? [Axis.Batch, Axis.Time, Axis.Direction, Axis.Channel]
                    : [Axis.Time, Axis.Direction, Axis.Batch, Axis.Channel];
                break;
            default:
                axes = isBatchFirst ? [Axis.Batch, Axis.Direction, Axis.Channel] : [Axis.Direction, Axis.Batch, Axis.Channel];
                bool[] atFirst = [.. stage.Node.Cells.SelectMany(c => Enumerable.Repeat(c.IsReverse, stage.Node.Units))];
                stages.Add(new SelectStage($"last state of {stages[^1].Title}", [.. Enumerable.Range(0, width)], atFirst));
                break;
        }
    }

    private static OutsideException Outside(NodeAttributes attributes, string? why = null) =>
        new($"{attributes.Title} is outside of what is read as a chain{(why is null ? string.Empty : $": {why}")}");
}
