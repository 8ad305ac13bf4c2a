using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>Models of several layers, as exporters write them.</summary>
internal static class Networks
{
    public const int Inputs = 3;
    public const int Steps = 8;

    /// <summary>All of them by name; the input is x, the output out.</summary>
    public static IReadOnlyDictionary<string, Func<double, OnnxWriter>> All { get; } =
        new Dictionary<string, Func<double, OnnxWriter>>
        {
            ["two LSTM layers and a dense one at every step"] = Stacked,
            ["both directions, joined, last step"] = BothDirections,
            ["dense before, last state after, sequences first"] = BatchFirst,
            ["one direction of two"] = OneDirection,
            ["residual connections and values side by side"] = Residual,
            ["states c of both directions"] = CellStates,
        };

    /// <summary>Sizes of the input of a model by name.</summary>
    public static int[] InputSizes(string name) =>
        name.EndsWith("sequences first", StringComparison.Ordinal) ? [1, Steps, Inputs] : [Steps, 1, Inputs];

    public static OnnxWriter Stacked(double scale)
    {
        var random = new Random(1);
        OnnxWriter writer = new OnnxWriter().Input("x", Steps, 1, Inputs).Output("out", Steps, 1, 2);
        new NodeCase("LSTM", Inputs: Inputs) { Scale = scale }.AddTo(writer, random, "x", "y1");
        writer.Longs("one", 1).Node("Squeeze", "y1 one", "s1");
        new NodeCase("LSTM", Inputs: 4, Units: 3) { Scale = scale }.AddTo(writer, random, "s1", "y2");
        return writer
            .Node("Squeeze", "y2 one", "s2")
            .Floats("M", [3, 2], [0.5f, -1, 0.25f, 1, 0.75f, -0.5f])
            .Floats("v", [2], [0.1f, -0.2f])
            .Node("MatMul", "s2 M", "m")
            .Node("Add", "v m", "out");
    }

    private static OnnxWriter BothDirections(double scale)
    {
        var random = new Random(2);
        OnnxWriter writer = new OnnxWriter().Input("x", Steps, 1, Inputs).Output("out", 1, 1);
        new NodeCase("GRU", "bidirectional", Inputs) { Scale = scale, Attributes = [("linear_before_reset", 1)] }.AddTo(
            writer,
            random,
            "x",
            "y1"
        );
        writer
            .Node("Transpose", "y1", "t1", ("perm", new long[] { 0, 2, 1, 3 }))
            .Longs("joined", 0, 0, -1)
            .Node("Reshape", "t1 joined", "r1");
        new NodeCase("LSTM", Inputs: 8, Units: 3) { Scale = scale }.AddTo(writer, random, "r1", "y2");
        return writer
            .Longs("one", 1)
            .Node("Squeeze", "y2 one", "s2")
            .Longs("from", -1)
            .Longs("to", long.MaxValue)
            .Longs("along", 0)
            .Node("Slice", "s2 from to along", "l2")
            .Node("Squeeze", "l2 along", "q2")
            .Floats("M", [1, 3], [1, -1, 0.5f])
            .Floats("v", [1], [0.3f])
            .Node("Gemm", "q2 M v", "g2", ("transB", 1), ("alpha", 0.5f), ("beta", 2f))
            .Node("Tanh", "g2", "out");
    }

    private static OnnxWriter BatchFirst(double scale)
    {
        var random = new Random(3);
        OnnxWriter writer = new OnnxWriter()
            .Input("x", 1, Steps, Inputs)
            .Output("out", 1, 4)
            .Floats("M", [Inputs, 2], [0.5f, -1, 0.25f, 1, 0.75f, -0.5f])
            .Node("MatMul", "x M", "m")
            .Floats("s", [2], [0.5f, 2])
            .Node("Mul", "m s", "n")
            .Node("Transpose", "n", "t", ("perm", new long[] { 1, 0, 2 }));
        new NodeCase("RNN", "bidirectional", 2, 2) { Scale = scale, HasStart = true }.AddTo(writer, random, "t", "- h");
        return writer
            .Node("Transpose", "h", "u", ("perm", new long[] { 1, 0, 2 }))
            .Node("Flatten", "u", "f")
            .Floats("c", [1], [1])
            .Node("Sub", "c f", "out");
    }

    private static OnnxWriter OneDirection(double scale)
    {
        var random = new Random(4);
        OnnxWriter writer = new OnnxWriter().Input("x", Steps, 1, Inputs).Output("out", Steps, 1, 4);
        new NodeCase("LSTM", "bidirectional", Inputs) { Scale = scale, HasPeepholes = true }.AddTo(writer, random, "x", "y1");
        return writer.Longs("second", 1).Node("Gather", "y1 second", "g", ("axis", 1)).Longs("one", 1).Node("Squeeze", "g one", "out");
    }

    public static OnnxWriter Residual(double scale)
    {
        var random = new Random(5);
        OnnxWriter writer = new OnnxWriter()
            .Input("x", Steps, 1, Inputs)
            .Output("out", Steps, 1, 4)
            .Floats("M", [Inputs, 4], [0.5f, -1, 0.25f, 1, 0.75f, -0.5f, 0.1f, 0.2f, -0.3f, 0.6f, -0.4f, 0.3f])
            .Node("MatMul", "x M", "m");
        new NodeCase("LSTM", Inputs: 4) { Scale = scale }.AddTo(writer, random, "m", "y1");
        writer.Longs("one", 1).Node("Squeeze", "y1 one", "s1").Node("Add", "s1 m", "r");
        new NodeCase("GRU", Inputs: 4, Units: 2) { Scale = scale }.AddTo(writer, random, "r", "y2");
        return writer
            .Node("Squeeze", "y2 one", "s2")
            .Node("Concat", "s2 r", "c", ("axis", -1))
            .Floats("N", [6, 4], [.. Enumerable.Range(0, 24).Select(k => (k % 5 - 2) / 4f)])
            .Node("MatMul", "c N", "p")
            .Node("Tanh", "p", "t")
            .Node("Add", "m t", "out");
    }

    private static OnnxWriter CellStates(double scale)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", Steps, 1, Inputs).Output("out", 1, 8);
        new NodeCase("LSTM", "bidirectional", Inputs) { Scale = scale, HasStart = true }.AddTo(writer, new Random(6), "x", "- - c");
        return writer.Node("Transpose", "c", "t", ("perm", new long[] { 1, 0, 2 })).Node("Flatten", "t", "out");
    }

    /// <summary>A GRU whose state keeps its sign: two stable states, for inputs that are small.</summary>
    public static OnnxWriter Bistable()
    {
        OnnxWriter writer = new OnnxWriter().Input("x", -1, 1, 1).Output("y", -1, 1, 1, 1);
        return writer.Floats("W", [1, 1, 1], 1).Floats("R", [1, 1, 1], 3).Node("RNN", "x W R", "y", ("hidden_size", 1));
    }

    /// <summary>Random inputs, row by row.</summary>
    public static float[] Draw(Random random, double bound) =>
        [.. Enumerable.Range(0, Steps * Inputs).Select(_ => (float)(bound * ((2 * random.NextDouble()) - 1)))];
}
