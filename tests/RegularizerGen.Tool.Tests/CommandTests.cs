using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Tool.Files;
using RegularizerGen.Training;

namespace RegularizerGen.Tool.Tests;

/// <summary>Manners of the command line, and the commands on cells.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Weights = """{"W": [[0.5, -0.25], [0.125, 0.5]], "U": [[0.25, 0.1], [-0.1, 0.25]], "b": [0.1, -0.1]}""";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("audit", "--help")]
    [InlineData("certify", "--help")]
    [InlineData("explain", "-h")]
    [InlineData("merge", "--help")]
    public void Help_HasExamplesAndExitCodes(params string[] arguments)
    {
        (int code, string output, string errors) = Runs.Tool(arguments);
        Assert.Equal(0, code);
        Assert.Empty(errors);
        Assert.Contains("Examples:\n  regularizergen ", output, StringComparison.Ordinal);
        Assert.Contains("  3  a demand was neither proved nor refuted", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "m.onnx", "--max-gain", "-1")]
    [InlineData("audit", "m.onnx", "--max-gain", "many")]
    [InlineData("audit", "m.onnx", "--max-movement", "1")]
    [InlineData("audit", "m.onnx", "--data", "d.csv")]
    [InlineData("audit", "m.onnx", "--horizon", "0")]
    [InlineData("audit", "m.onnx", "--lines", "l.jsonl")]
    [InlineData("audit", "m.onnx", "--columns", "a")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--shard", "1/2")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--shard", "0/2")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--shard", "3/2")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--shard", "one")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--jobs", "0")]
    [InlineData("certify", "Cell.cs", "--weights", "w.json", "--max-movement", "1")]
    [InlineData("certify", "Cell.cs", "--weights", "w.json", "--effort", "most")]
    [InlineData("audit", "m.onnx", "--data")]
    [InlineData("audit", "m.onnx", "--radius", "1", "--max-movement")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--shard")]
    [InlineData("audit", "m.onnx", "--data", "d.csv", "--radius", "1", "--lines", "l", "--jobs", "many")]
    [InlineData("audit", "m.onnx", "--horizon", "long")]
    [InlineData("audit", "m.onnx", "--require-contractive", "perhaps", "more")]
    [InlineData("certify", "Cell.cs", "--weights", "w.json", "--max-movement")]
    [InlineData("merge")]
    [InlineData("merge", "none.jsonl")]
    [InlineData("certify", "Cell.cs")]
    [InlineData("prove")]
    public void WrongCommandLine_IsOneLine(params string[] arguments)
    {
        (int code, string output, string errors) = Runs.Tool(arguments);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Certify_HasTheFiguresOfTheLibrary()
    {
        (int code, string output, string errors) = Runs.Tool(
            "certify",
            Save("Leaky.cs", OwnCells.Leaky),
            "--weights",
            SaveWeights(),
            "--json"
        );
        Assert.True(code == 0, errors);
        double[] parameters = [0.5, -0.25, 0.125, 0.5, 0.25, 0.1, -0.1, 0.25, 0.1, -0.1];
        Certificate own = OwnCells
            .Compile(OwnCells.Leaky)
            .Certify([2, 2], new CertificateOptions { Perturbation = Perturbation.Peak, Budget = TimeSpan.FromSeconds(5) }, parameters);
        JsonNode box = JsonNode.Parse(output)!["box"]!;
        Assert.Equal(own.Finite.Gain, (double)box["finite"]!["gain"]!, 1e-12);
        Assert.True((bool)box["isContractive"]!);
    }

    [Theory]
    [InlineData("audit ", "--require-contractive")]
    [InlineData("", "merge")]
    [InlineData("certify Cell.cs --effort ", "High")]
    public void Completions_AreThoseOfTheCommandLine(string line, string expected)
    {
        (int code, string output, _) = Runs.Tool($"[suggest:{line.Length}]", line);
        Assert.Equal(0, code);
        Assert.Contains(expected, output.Split('\n'));
    }

    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("1000", 3)]
    public void Certify_DemandsContraction_AndFindsTheLargestBound(string bound, int expected)
    {
        // Two units that keep their sign where inputs are small, and saturate where they are large: never contractive at 3.
        string weights = Save("w.json", """{"W": [[1, 0], [0, 1]], "U": [[0.9, 0], [0, 0.9]], "b": [0, 0]}""");
        string[] arguments =
        [
            "certify",
            Save("Leaky.cs", expected == 0 ? OwnCells.Leaky : OwnCells.Leaky.Replace("U * h", "U * h + h", StringComparison.Ordinal)),
            "--weights",
            weights,
        ];
        (int code, string output, string errors) = Runs.Tool([
            .. arguments,
            "--budget",
            "1",
            "--input-bound",
            bound,
            "--require-contractive",
            "--largest-bound",
            "--json",
        ]);
        Assert.True(code == expected, errors);
        double largest = (double)JsonNode.Parse(output)!["largestContractiveBound"]!["inputBound"]!;
        Assert.Equal(expected == 0, largest >= 0.5);
    }

    [Fact]
    public void Certify_TakesSafeTensors_AndRefusesWhatIsNone()
    {
        double[] parameters = [0.5, -0.25, 0.125, 0.5, 0.25, 0.1, -0.1, 0.25, 0.1, -0.1];
        string path = Path.Combine(folder, "w.safetensors");
        new StateDictionary<double>()
            .Add("U", parameters.AsMemory(4, 4), 2, 2)
            .Add("W", parameters.AsMemory(0, 4), 2, 2)
            .Add("b", parameters.AsMemory(8, 2), 2)
            .Save(path);
        string cell = Save("Leaky.cs", OwnCells.Leaky);
        (_, string expected, _) = Runs.Tool("certify", cell, "--weights", SaveWeights(), "--budget", "0");
        (int code, string output, string errors) = Runs.Tool("certify", cell, "--weights", path, "--budget", "0");
        Assert.True(code == 0, errors);
        Assert.Equal(expected, output);

        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<UnusableInputException>(() => SafeTensorsWeights.Read(path));
        }
    }

    [Fact]
    public void Certify_AroundData_AndNoLineIsBroken()
    {
        string data = Save("data.json", "[[[0.1, 0.2], [0.3, -0.1]], [[0, 0], [0, 0], [0.5, 0.5]]]");
        string[] arguments = ["certify", Save("Leaky.cs", OwnCells.Leaky), "--weights", SaveWeights(), "--data", data, "--radius", "0.01"];
        (int code, string output, string errors) = Runs.Tool(arguments);
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.StartsWith("|        0 |     2 |", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("|        1 |     3 |", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(lines.Where(l => l.StartsWith('|')), l => Assert.EndsWith("|", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"W": [[1, 2], [3, 4]], "U": [[1, 0], [0, 1]]}""", "no weight 'b'")]
    [InlineData("""{"W": [[1, 2], [3, 4]], "U": [[1, 0], [0, 1]], "b": [1, 2], "V": 1}""", "has no weight 'V'")]
    [InlineData("""{"W": [[1, 2], [3, 4]], "U": [[1, 0], [0, 1]], "b": [1, 2, 3]}""", "axis 0 must be 2")]
    [InlineData("""{"W": [[1, 2], [3]], "U": [[1, 0], [0, 1]], "b": [1, 2]}""", "different lengths")]
    [InlineData("""{"W": [1, 2], "U": [[1, 0], [0, 1]], "b": [1, 2]}""", "must have 2 axes")]
    [InlineData("[1, 2]", "no JSON object")]
    [InlineData("{", "no JSON object")]
    public void WrongWeights_AreOneLine(string weights, string part)
    {
        (int code, string output, string errors) = Runs.Tool(
            "certify",
            Save("Leaky.cs", OwnCells.Leaky),
            "--weights",
            Save("w.json", weights)
        );
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Explain_SaysHowEveryWeightEnters()
    {
        (int code, string output, string errors) = Runs.Tool("explain", Save("Leaky.cs", OwnCells.Leaky), "--weights", SaveWeights());
        Assert.True(code == 0, errors);
        string[] rows = [.. output.Split('\n').Where(l => l.StartsWith('|'))];
        Assert.Contains(rows, r => r.StartsWith("| W |", StringComparison.Ordinal) && r.Contains("B[h]", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("| U |", StringComparison.Ordinal) && r.Contains("A[h, h]", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("| b |", StringComparison.Ordinal) && r.Contains("A[h, h]", StringComparison.Ordinal));
        Assert.Contains("## With these weights", output, StringComparison.Ordinal);
        Assert.Contains("Contractive", output, StringComparison.Ordinal);
    }

    [Fact]
    public void CellThatDoesNotCompile_IsUnusable()
    {
        (int code, _, string errors) = Runs.Tool("explain", Save("Bad.cs", "class {"));
        Assert.Equal(1, code);
        Assert.Contains("Bad.cs does not compile.", errors, StringComparison.Ordinal);
    }

    private string SaveWeights() => Save("weights.json", Weights);

    private string Save(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
