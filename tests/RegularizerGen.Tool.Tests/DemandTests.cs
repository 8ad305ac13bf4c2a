using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RegularizerGen.Tool.Tests;

/// <summary>Exit codes of demands; every counterexample is run again by ONNX Runtime.</summary>
public sealed class DemandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0.2, "--max-gain", 50, 0)]
    [InlineData(0.2, "--max-gain", 0.001, 2)]
    [InlineData(1.5, "--max-gain", 40, 3)]
    public void Gain(double scale, string option, double limit, int expected)
    {
        string model = Save(Networks.Stacked(scale));
        (int code, JsonNode report, _) = Json("audit", model, option, Text(limit), "--budget", "1");
        Assert.Equal(expected, code);
        if (expected == 2)
        {
            (double distance, double movement, double found) = Replay(model, report, "out");
            Assert.True(found > limit * distance, $"{found} is not beyond {limit * distance}");
            Assert.Equal(movement, found, 1e-5);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.0001, 2)]
    public void MovementAroundData(double limit, int expected)
    {
        string model = Save(Networks.Stacked(0.4));
        string data = Path.Combine(folder, "data.csv");
        File.WriteAllLines(data, ["a,b,c", .. Enumerable.Range(0, Networks.Steps).Select(k => Text(Math.Sin(k)) + ",0.1,-0.2")]);
        string[] arguments = ["audit", model, "--data", data, "--radius", "0.05", "--max-movement", Text(limit), "--budget", "1"];
        (int code, JsonNode report, _) = Json(arguments);
        Assert.Equal(expected, code);
        double proved = (double)report["data"]!["sequences"]![0]!["movement"]!;
        Assert.InRange(proved, 1e-4, 1);
        if (expected == 2)
        {
            (double distance, _, double found) = Replay(model, report, "out");
            Assert.InRange(distance, 0, 0.05 + 1e-9);
            Assert.InRange(found, limit, proved + 1e-5);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.00001, 2)]
    public void MovementInTheBox(double limit, int expected)
    {
        string model = Save(Networks.Stacked(0.1));
        (int code, JsonNode report, _) = Json("audit", model, "--radius", "0.05", "--max-movement", Text(limit), "--budget", "1");
        Assert.Equal(expected, code);
        if (expected == 2)
        {
            (double distance, _, double found) = Replay(model, report, "out");
            Assert.InRange(distance, 0, 0.05 + 1e-9);
            Assert.True(found > limit);
        }
    }

    [Fact]
    public void Contraction_Holds() =>
        Assert.Equal(0, Json("audit", Save(Networks.Stacked(0.1)), "--require-contractive", "--budget", "1").Code);

    [Fact]
    public void Contraction_OfTwoStableStates_IsViolated()
    {
        string model = Save(Networks.Bistable());
        (int code, JsonNode report, _) = Json("audit", model, "--require-contractive", "--input-bound", "0.5", "--budget", "2");
        Assert.Equal(2, code);
        JsonNode pair = Counterexample(report);
        double[] first = Flat(pair["input"]!);
        double[] second = Flat(pair["other"]!);
        Assert.Equal(first[^500..], second[^500..]);
        Assert.True(Replay(model, report, "y").Found > 1e-3);
    }

    [Fact]
    public void LargestBound_HoldsWhatItSays()
    {
        // tanh(x + 3 h) keeps its sign; a forget gate opens where inputs are large.
        (_, JsonNode never, _) = Json("audit", Save(Networks.Bistable()), "--largest-bound", "--budget", "0");
        Assert.Equal(0, (double)never["largestBound"]!["inputBound"]!);
        Assert.Equal(Math.ScaleB((double)never["inputBound"]!, -12), (double)never["largestBound"]!["notProved"]!);
        (_, JsonNode small, _) = Json("audit", Save(Networks.Residual(0.05)), "--largest-bound", "--budget", "0", "--input-bound", "0.5");
        Assert.InRange((double)small["largestBound"]!["inputBound"]!, 0.5, 1e6);
        string model = Save(Networks.Stacked(0.3));
        (_, JsonNode report, _) = Json("audit", model, "--largest-bound", "--budget", "0");
        double bound = (double)report["largestBound"]!["inputBound"]!;
        double failed = (double)report["largestBound"]!["notProved"]!;
        Assert.InRange(failed, bound * 1.0001, bound * 1.1);
        Assert.Equal(0, Json("audit", model, "--require-contractive", "--budget", "0", "--input-bound", Text(bound)).Code);
        Assert.NotEqual(0, Json("audit", model, "--require-contractive", "--budget", "0", "--input-bound", Text(failed)).Code);
    }

    private static (double Distance, double Movement, double Found) Replay(string model, JsonNode report, string output)
    {
        JsonNode pair = Counterexample(report);
        double[] first = Flat(pair["input"]!);
        double[] second = Flat(pair["other"]!);
        using var oracle = new Oracle(File.ReadAllBytes(model));
        int steps = ((JsonArray)pair["input"]!).Count;
        float[] Run(double[] inputs) => oracle.Run([.. inputs.Select(v => (float)v)], [steps, 1, inputs.Length / steps], output);
        float[] a = Run(first);
        float[] b = Run(second);
        int at = ((int)pair["step"]! * (a.Length / steps)) + (int)pair["output"]!;
        return ((double)pair["distance"]!, (double)pair["movement"]!, Math.Abs(a[at] - b[at]));
    }

    private static JsonNode Counterexample(JsonNode report) => report["demands"]![0]!["counterexample"]!;

    private static double[] Flat(JsonNode rows) => [.. ((JsonArray)rows).SelectMany(row => ((JsonArray)row!).Select(v => (double)v!))];

    private string Save(OnnxWriter writer)
    {
        string path = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, writer.Bytes);
        return path;
    }

    private static (int Code, JsonNode Report, string Errors) Json(params string[] arguments)
    {
        (int code, string output, string errors) = Runs.Tool([.. arguments, "--json"]);
        Assert.True(output.Length > 0, errors);
        return (code, JsonNode.Parse(output)!, errors);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
