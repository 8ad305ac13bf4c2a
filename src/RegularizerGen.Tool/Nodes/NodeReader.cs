using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Layouts;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Nodes;

/// <summary>Reads LSTM, GRU and RNN nodes: attributes and inputs as in the ONNX operator specification.</summary>
internal sealed class NodeReader
{
    private readonly GraphScope scope;
    private readonly NodeProto node;
    private readonly NodeAttributes attributes;
    private readonly RecurrentKind kind;

    private NodeReader(GraphScope scope, NodeProto node, RecurrentKind kind)
    {
        this.scope = scope;
        this.node = node;
        this.kind = kind;
        attributes = new NodeAttributes(node);
    }

    /// <summary>Whether a node is one of these.</summary>
    public static bool IsRecurrent(NodeProto node) => node.Domain is "" or "ai.onnx" && RecurrentNode.KindOf(node.OpType) is not null;

    /// <summary>Reads one.</summary>
    /// <exception cref="UnusableInputException">A weight is no constant, of another shape or not finite, or an attribute is not as the
    /// specification has it.</exception>
    public static RecurrentNode Read(GraphScope scope, NodeProto node) =>
        new NodeReader(scope, node, RecurrentNode.KindOf(node.OpType)!.Value).Read();

    private RecurrentNode Read()
    {
        Tensor input = Weight(1, "W");
        Tensor recurrent = Weight(2, "R");
        GateLayout gates = GateLayout.Of(kind);
        bool[] reverse = Directions();
        (int directions, int units, int inputs) = Sizes(input, recurrent, reverse.Length, gates.Gates.Count);
        Tensor? bias = Optional(3)?.Require("Bias B", directions, 2 * gates.Gates.Count * units).RequireFinite();
        Tensor? peepholes = kind == RecurrentKind.Lstm ? Optional(7)?.Require("Peephole P", directions, 3 * units).RequireFinite() : null;
        Activation[] activations = ActivationList.Read(attributes, gates.Activations, directions);
        bool isLinear = kind == RecurrentKind.Gru && attributes.Flag("linear_before_reset");
        bool couples = kind == RecurrentKind.Lstm && attributes.Flag("input_forget");
        bool isBatchFirst = attributes.Flag("layout");
        DirectedCell[] cells =
        [
            .. reverse.Select(
                (isReverse, d) =>
                    new DirectedCell
                    {
                        IsReverse = isReverse,
                        Activations = [.. activations.Skip(d * gates.Activations.Count).Take(gates.Activations.Count)],
                        Weights = new GateWeights(gates, units, inputs, isLinear, couples).Of(
                            Direction(input, d),
                            Direction(recurrent, d),
                            bias is null ? null : Direction(bias, d),
                            peepholes is null ? null : Direction(peepholes, d)
                        ),
                        States = [.. gates.States.Select(s => State(s.Name, s.Input, d, directions, units, isBatchFirst))],
                    }
            ),
        ];
        return new RecurrentNode
        {
            Title = attributes.Title,
            Kind = kind,
            Inputs = inputs,
            Units = units,
            Clip = Clip(),
            IsLinearBeforeReset = isLinear,
            CouplesForget = couples,
            IsBatchFirst = isBatchFirst,
            HasLengths = Name(4) is not null,
            Lengths = Optional(4)?.Integers(),
            Cells = cells,
        };
    }

    private bool[] Directions() =>
        (attributes.Text("direction") ?? "forward") switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            var other => throw new UnusableInputException(
                $"{attributes.Title}: direction '{NodeAttributes.Printable(other)}' is none of forward, reverse, bidirectional."
            ),
        };

    private double? Clip() =>
        attributes.Float("clip") switch
        {
            null or 0 => null,
            > 0 and < float.PositiveInfinity and var clip => clip,
            var other => throw new UnusableInputException($"{attributes.Title}: clip is {other}; it must be finite and at least 0."),
        };

    private (int Directions, int Units, int Inputs) Sizes(Tensor input, Tensor recurrent, int directions, int gates)
    {
        if (recurrent.Shape.Count != 3 || input.Shape.Count != 3 || recurrent.Shape[2] == 0 || input.Shape[2] == 0)
        {
            throw new UnusableInputException(
                $"{attributes.Title}: W and R are {input.ShapeText} and {recurrent.ShapeText}; they must be [directions, gates · units, width]."
            );
        }

        int units = recurrent.Shape[2];
        recurrent.Require($"{attributes.Title}: R", directions, gates * units, units);
        input.Require($"{attributes.Title}: W", directions, gates * units, input.Shape[2]);
        return attributes.Int("hidden_size") is { } declared && declared != units
            ? throw new UnusableInputException($"{attributes.Title}: hidden_size is {declared}, but R is {recurrent.ShapeText}.")
            : (directions, units, input.Shape[2]);
    }

    private Tensor Weight(int number, string role) =>
        (Optional(number) ?? throw new UnusableInputException($"{attributes.Title}: input {role} is missing.")).RequireFinite();

    /// <summary>A constant input that may be left out.</summary>
    private Tensor? Optional(int number) =>
        Name(number) is not { } name ? null
        : scope.Constant(name) is { } constant ? constant
        : number == 4 ? null
        : throw new UnusableInputException(
            $"{attributes.Title}: input '{NodeAttributes.Printable(name)}' is no constant of the file; give it by --tensor NAME=FILE.pb."
        );

    private string? Name(int number) => number < node.Input.Count && node.Input[number].Length > 0 ? node.Input[number] : null;

    private static double[] Direction(Tensor tensor, int direction)
    {
        int count = tensor.Values.Length / tensor.Shape[0];
        return tensor.Values[(direction * count)..((direction + 1) * count)];
    }

    /// <summary>Initial states [directions, batch, units], or [batch, directions, units] in layout 1.</summary>
    private StartingState State(string state, int number, int direction, int directions, int units, bool isBatchFirst)
    {
        if (Name(number) is not { } name || scope.IsZero(name))
        {
            return new StartingState(state, null);
        }

        if (scope.Constant(name)?.RequireFinite() is not { } tensor)
        {
            return new StartingState(state, null, IsGiven: true);
        }

        int batch = tensor.Shape.Count == 3 ? tensor.Shape[isBatchFirst ? 0 : 1] : 0;
        tensor.Require($"{attributes.Title}: initial {state}", isBatchFirst ? [batch, directions, units] : [directions, batch, units]);
        return new StartingState(
            state,
            [
                .. Enumerable
                    .Range(0, batch)
                    .Select(b => (isBatchFirst ? (b * directions) + direction : (direction * batch) + b) * units)
                    .Select(start => tensor.Values[start..(start + units)]),
            ]
        );
    }
}
