using System;
using System.IO;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>The bound of the inputs is an assumption: it is no demand by itself, and data that contradicts it is refused.</summary>
public sealed class InputBoundTests : ManySequences
{
    private const string Stated = "Sequence 'b' is -1.5 in channel 1 at step 2: inputs are assumed to be within ±";

    private static readonly string[] NoTime = ["--budget", "0"];

    public InputBoundTests() =>
        SaveLines(
            "d.jsonl",
            [
                """{"name": "a", "values": [[1, 0.5], [-0.25, 0]]}""",
                """{"name": "b", "values": [[1, 0.5], [-0.25, 0.5], [0.5, -1.5], [2, 2]]}""",
                """{"name": "c", "values": [[3, 0.5]]}""",
            ]
        );

    [Theory]
    [InlineData("1.25", "--input-bound", "1.25")]
    [InlineData("1.25", "--input-bound", "1.25", "--lines")]
    [InlineData("1", "--require-contractive")] // what the cell declares
    public void Certify_RefusesDataBeyondIt(string bound, params string[] more) =>
        Refused(bound, [.. Arguments(null), .. NoTime, .. InPlace(more)]);

    [Theory]
    [InlineData("1.25", "--input-bound", "1.25")]
    [InlineData("1.25", "--input-bound", "1.25", "--require-contractive")]
    [InlineData("1.25", "--input-bound", "1.25", "--lines")]
    [InlineData("1", "--require-contractive")]
    [InlineData("1", "--require-contractive", "--lines")]
    [InlineData("1", "--max-gain", "1000")]
    public void Audit_RefusesDataBeyondIt(string bound, params string[] more) => Refused(bound, [.. Audit(true), .. InPlace(more)]);

    [Theory]
    [InlineData("--input-bound", "3")]
    [InlineData("--max-movement", "1000")] // figures around data rest on no bound
    public void DataWithinIt_IsTaken(params string[] more)
    {
        Assert.Equal(0, CodeOf([.. Audit(true), .. more]));
        Assert.Equal(0, CodeOf([.. Arguments(null), .. NoTime, .. more]));
    }

    [Fact]
    public void BoundAlone_DemandsNothing()
    {
        // Far from contractive there.
        Assert.Equal(0, CodeOf([.. Audit(false), "--input-bound", "1000"]));
        Assert.NotEqual(0, CodeOf([.. Audit(false), "--input-bound", "1000", "--require-contractive"]));
        Assert.Contains(
            "A demand only with --require-contractive",
            Runs.Tool("audit", "--help").Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ChannelsHaveTheBoundsOfTheirInputs()
    {
        Save(
            "Leaky.cs",
            OwnCells
                .Leaky.Replace("Matrix W, U", "Matrix W, V, U", StringComparison.Ordinal)
                .Replace(
                    "[Input(Bound = 1)] Signal x",
                    "[Input(Bound = 4)] Signal x, [Input(Bound = 0.25)] Signal y",
                    StringComparison.Ordinal
                )
                .Replace("W * x", "W * x + V * y", StringComparison.Ordinal)
        );
        Save("w.json", """{"W": [[0.1]], "V": [[0.1]], "U": [[0.1]], "b": [0]}""");
        string[] arguments = [.. Arguments(null), .. NoTime, "--require-contractive"];
        (int code, _, string errors) = Runs.Tool(arguments);
        Assert.Equal(1, code);
        Assert.Contains(
            "Sequence 'a' is 0.5 in channel 1 at step 0: inputs are assumed to be within ±0.25",
            errors,
            StringComparison.Ordinal
        );
        SaveLines("d.jsonl", ["[[4, 0.25]]"]);
        Assert.Equal(0, CodeOf(arguments));
    }

    private static void Refused(string bound, string[] arguments)
    {
        (int code, string output, string errors) = Runs.Tool(arguments);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Equal($"{Stated}{bound} (--input-bound).", errors.TrimEnd('\n').Split('\n')[^1]);
    }

    private static int CodeOf(string[] arguments) => Runs.Tool(arguments).Code;

    private string[] InPlace(string[] more) => [.. more.SelectMany(m => m == "--lines" ? [m, PathOf("l.jsonl")] : new[] { m })];

    private string[] Audit(bool hasData)
    {
        OnnxWriter writer = new OnnxWriter().Input("x", 4, 1, 2).Output("y", 4, 1, 1, 3);
        new NodeCase("LSTM", Inputs: 2, Units: 3) { Scale = 0.3 }.AddTo(writer, new Random(1), "x", "y");
        File.WriteAllBytes(PathOf("m.onnx"), writer.Bytes);
        return ["audit", PathOf("m.onnx"), .. NoTime, .. hasData ? new[] { "--data", PathOf("d.jsonl"), "--radius", "0.05" } : []];
    }
}
