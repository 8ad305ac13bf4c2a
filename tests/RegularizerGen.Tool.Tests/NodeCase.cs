using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>A model of one recurrent node with random weights.</summary>
internal sealed record NodeCase(string Operation, string Direction = "forward", int Inputs = 3, int Units = 4)
{
    public IReadOnlyList<(string Name, object Value)> Attributes { get; init; } = [];

    public bool HasBias { get; init; } = true;

    public bool HasPeepholes { get; init; }

    public bool HasStart { get; init; }

    /// <summary>Lengths of the sequences of the batch; null for none.</summary>
    public int[]? Lengths { get; init; }

    public int Batch { get; init; } = 1;

    public int Steps { get; init; } = 6;

    public double Scale { get; init; } = 0.6;

    public int Seed { get; init; } = 1;

    public int Directions => Direction == "bidirectional" ? 2 : 1;

    public bool IsBatchFirst => Attributes.Any(a => a is { Name: "layout", Value: 1 });

    private int Gates =>
        Operation switch
        {
            "LSTM" => 4,
            "GRU" => 3,
            _ => 1,
        };

    /// <summary>The model: x [steps, batch, inputs] to y, y_h.</summary>
    public OnnxWriter Write()
    {
        var random = new Random(Seed);
        var writer = new OnnxWriter();
        int[] sequence = IsBatchFirst ? [Batch, Steps, Inputs] : [Steps, Batch, Inputs];
        int[] output = IsBatchFirst ? [Batch, Steps, Directions, Units] : [Steps, Directions, Batch, Units];
        writer.Input("x", sequence).Output("y", output);
        AddTo(writer, random, "x", "y y_h");
        return writer.Output("y_h", IsBatchFirst ? [Batch, Directions, Units] : [Directions, Batch, Units]);
    }

    /// <summary>Adds the node and its weights.</summary>
    public void AddTo(OnnxWriter writer, Random random, string input, string outputs)
    {
        string id = $"{Operation}{writer.Graph.Node.Count}";
        var inputs = new List<string>
        {
            input,
            Weight("W", Directions, Gates * Units, Inputs),
            Weight("R", Directions, Gates * Units, Units),
            HasBias ? Weight("B", Directions, 2 * Gates * Units) : "-",
        };
        if (Lengths is null)
        {
            inputs.Add("-");
        }
        else
        {
            var lengths = new Onnx.TensorProto { Name = id + "L", DataType = (int)Onnx.TensorProto.Types.DataType.Int32 };
            lengths.Dims.Add(Lengths.Length);
            lengths.Int32Data.AddRange(Lengths);
            writer.Graph.Initializer.Add(lengths);
            inputs.Add(lengths.Name);
        }

        int[] start = IsBatchFirst ? [Batch, Directions, Units] : [Directions, Batch, Units];
        inputs.Add(HasStart ? Weight("h0", start) : "-");
        if (Operation == "LSTM")
        {
            inputs.Add(HasStart ? Weight("c0", start) : "-");
            inputs.Add(HasPeepholes ? Weight("P", Directions, 3 * Units) : "-");
        }

        writer.Node(Operation, string.Join(' ', inputs), outputs, [.. Attributes, ("hidden_size", Units), ("direction", Direction)]);

        string Weight(string role, params int[] sizes)
        {
            int count = sizes.Aggregate(1, (product, size) => product * size);
            writer.Floats(id + role, sizes, [.. Enumerable.Range(0, count).Select(_ => (float)(Scale * ((2 * random.NextDouble()) - 1)))]);
            return id + role;
        }
    }

    /// <summary>Random inputs of the model.</summary>
    public float[] Draw(Random random, double bound = 1) =>
        [.. Enumerable.Range(0, Steps * Batch * Inputs).Select(_ => (float)(bound * ((2 * random.NextDouble()) - 1)))];

    public override string ToString() =>
        $"{Operation} {Direction} {(HasBias ? "b" : "-")}{(HasPeepholes ? "p" : "-")}{(HasStart ? "s" : "-")}{(Lengths is null ? "-" : "l")} "
        + string.Join(", ", Attributes.Select(a => $"{a.Name} {(a.Value is Array all ? string.Join('/', all.Cast<object>()) : a.Value)}"));
}
