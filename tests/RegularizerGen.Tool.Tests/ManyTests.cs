using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Tests;

/// <summary>Data sets of many sequences: what is written does not depend on where a run was killed, on threads or on shards.</summary>
public sealed class ManyTests : IDisposable
{
    private const int Count = 12;
    private const int TwoLines = 400; // characters, nearly
    private const string Weights = """{"W": [[0.5, -0.25], [0.125, 0.5]], "U": [[0.25, 0.1], [-0.1, 0.25]], "b": [0.1, -0.1]}""";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly double[][] sequences;

    public ManyTests()
    {
        var random = new Random(1);
        sequences =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(k => Enumerable.Range(0, 2 * (3 + (k % 4))).Select(_ => random.NextDouble() - 0.5).ToArray()),
        ];
        Save("Leaky.cs", OwnCells.Leaky);
        Save("w.json", Weights);
        SaveData(sequences);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void KilledRun_GoesOn_AndTheFileIsThatOfAnUnbrokenOne()
    {
        Certified("whole.jsonl", "--jobs", "1");
        byte[] whole = File.ReadAllBytes(PathOf("whole.jsonl"));
        int[] ends = [.. Enumerable.Range(0, whole.Length).Where(k => whole[k] == '\n').Select(k => k + 1)];
        Assert.Equal(Count + 1, ends.Length);
        int[] cuts = [0, 1, ends[0] - 1, ends[0], ends[3], ends[3] + 7, ends[7] - 2, ends[Count - 1], ends[Count - 1] + 5, whole.Length];
        foreach (int cut in cuts)
        {
            File.WriteAllBytes(PathOf("cut.jsonl"), whole[..cut]);
            (string summary, _) = Certified("cut.jsonl", "--jobs", "3");
            Assert.Equal(whole, File.ReadAllBytes(PathOf("cut.jsonl")));
            Assert.Contains($"{Count} sequences", summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void KilledProcess_GoesOn()
    {
        // With the libraries of the tests, which lie beside it.
        string At(string name) => Path.Combine(AppContext.BaseDirectory, name);
        string[] tool =
        [
            "exec",
            "--depsfile",
            At("RegularizerGen.Tool.Tests.deps.json"),
            "--runtimeconfig",
            At("RegularizerGen.Tool.Tests.runtimeconfig.json"),
            At("RegularizerGen.Tool.dll"),
        ];
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[.. tool, .. Arguments("killed.jsonl"), "--jobs", "1", "--effort", "high"])
        {
            start.ArgumentList.Add(argument);
        }

        using (Process process = Process.Start(start)!)
        {
            var watch = Stopwatch.StartNew();
            while (!process.HasExited && Length() < TwoLines && watch.Elapsed < TimeSpan.FromMinutes(2))
            {
                Thread.Sleep(5);
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.InRange(Length(), TwoLines, long.MaxValue);
        Certified("killed.jsonl", "--effort", "high");
        Certified("unbroken.jsonl", "--effort", "high");
        Assert.Equal(File.ReadAllBytes(PathOf("unbroken.jsonl")), File.ReadAllBytes(PathOf("killed.jsonl")));

        long Length() => new FileInfo(PathOf("killed.jsonl")) is { Exists: true } file ? file.Length : 0;
    }

    [Fact]
    public void TwoRunsIntoOneFile_AreRefused()
    {
        using var first = LineFile.Open(PathOf("l.jsonl"));
        Assert.Contains("another process", Runs.Tool(Arguments("l.jsonl")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)] // more shards than sequences
    public void Shards_MergeToTheWhole(int of)
    {
        (string expected, _) = Certified("whole.jsonl");
        string[] shards = [.. Enumerable.Range(1, of).Select(k => $"{k}.jsonl")];
        foreach (int k in Enumerable.Range(1, of).Reverse())
        {
            Certified(shards[k - 1], "--shard", $"{k}/{of}");
        }

        (int code, string summary, string errors) = Runs.Tool([
            "merge",
            .. shards.Reverse().Select(PathOf),
            "--lines",
            PathOf("merged.jsonl"),
        ]);
        Assert.True(code == 0, errors);
        Assert.Equal(File.ReadAllBytes(PathOf("whole.jsonl")), File.ReadAllBytes(PathOf("merged.jsonl")));
        Assert.Equal(expected, summary);
        string[] sorted = [.. shards.SelectMany(s => File.ReadAllLines(PathOf(s))).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal([.. File.ReadAllLines(PathOf("whole.jsonl")).Order(StringComparer.Ordinal)], sorted);
    }

    [Fact]
    public void Merge_RefusesWhatIsNotTheWhole()
    {
        Certified("1.jsonl", "--shard", "1/2");
        Certified("2.jsonl", "--shard", "2/2");
        string[] second = File.ReadAllLines(PathOf("2.jsonl"));
        Refused("a shard is missing", "1.jsonl");
        Refused("is in another file, too", "1.jsonl", "2.jsonl", "2.jsonl");
        SaveLines("incomplete.jsonl", second[..^1]);
        Refused("incomplete.jsonl has no end", "1.jsonl", "incomplete.jsonl");
        SaveLines("gap.jsonl", [.. second[..2], .. second[3..]]);
        Refused("No file has sequence 5", "1.jsonl", "gap.jsonl");
        SaveLines("last.jsonl", [.. second[..^2], second[^1]]);
        Refused("No file has sequence 11", "1.jsonl", "last.jsonl");
        SaveLines("order.jsonl", [second[0], second[0], .. second[2..]]);
        Refused("line 2: sequence 1 follows sequence 1", "1.jsonl", "order.jsonl");
        SaveLines("text.jsonl", ["text"]);
        Refused("text.jsonl, line 1: it is no certificate", "text.jsonl");
        SaveLines("null.jsonl", ["null"]);
        Refused("line 1: it is no certificate", "null.jsonl");
        SaveLines("wrong.jsonl", [second[0].Replace("\"movement\":", "\"movement\":\"much\",\"x\":", StringComparison.Ordinal)]);
        Refused("line 1: it is no certificate", "wrong.jsonl");
        SaveLines("below.jsonl", [second[0].Replace("\"movement\":", "\"movement\":-", StringComparison.Ordinal)]);
        Refused("line 1: it is no certificate", "below.jsonl");
        SaveLines("after.jsonl", [.. second, second[0]]);
        Refused("it is no certificate", "1.jsonl", "after.jsonl");
        Certified("other.jsonl", "--shard", "2/2", "--effort", "low");
        Refused("other.jsonl is of another network, or of other options", "1.jsonl", "other.jsonl");
        SaveData(sequences[..^1]);
        Certified("fewer.jsonl", "--shard", "2/2");
        Refused("1.jsonl is of 12 sequences; others are of 11", "1.jsonl", "fewer.jsonl");
        Assert.False(File.Exists(PathOf("out.jsonl")));

        void Refused(string part, params string[] files)
        {
            (int code, string output, string errors) = Runs.Tool(["merge", .. files.Select(PathOf), "--lines", PathOf("out.jsonl")]);
            Assert.Equal(1, code);
            Assert.Empty(output);
            Assert.Contains(part, errors, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder, "out.jsonl*"));
        }
    }

    [Fact]
    public void RunGoesOnFromItsOwnFileOnly()
    {
        Certified("l.jsonl");
        Refused("line 1: it is of another network, or of other options", "--effort", "low");
        Refused("line 2: it is of sequence 1, not 2", "--shard", "1/2");
        SaveData([.. sequences[..4], [.. sequences[4][..^1], 0.125], .. sequences[5..]]);
        Refused("line 5: sequence '5' has changed");
        SaveData(sequences[..^1]);
        Refused("line 12: it is of sequence 11; the data has 11");
        SaveData([.. sequences, [0, 0]]);
        Refused("the file ends with 12 sequences, and the data goes on");
        SaveData(sequences);
        Save("w.json", Weights.Replace("0.125", "0.126", StringComparison.Ordinal));
        Refused("line 1: it is of another network");
        Save("w.json", Weights);
        Certified("l.jsonl");

        void Refused(string part, params string[] more)
        {
            byte[] before = File.ReadAllBytes(PathOf("l.jsonl"));
            (int code, string output, string errors) = Runs.Tool([.. Arguments("l.jsonl"), .. more]);
            Assert.Equal(1, code);
            Assert.Empty(output);
            Assert.Contains(part, errors, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(PathOf("l.jsonl")));
        }
    }

    [Fact]
    public void WrongSequence_EndsTheRun_AndItGoesOnOnceThatIsRight()
    {
        SaveData([.. sequences[..6], [1, 2, 3], .. sequences[7..]]); // rows of two, then one
        (int code, _, string errors) = Runs.Tool([.. Arguments("l.jsonl"), "--jobs", "1"]);
        Assert.Equal(1, code);
        Assert.Contains("different lengths", errors, StringComparison.Ordinal);
        SaveData(sequences);
        Certified("l.jsonl");
        Certified("whole.jsonl");
        Assert.Equal(File.ReadAllBytes(PathOf("whole.jsonl")), File.ReadAllBytes(PathOf("l.jsonl")));
    }

    [Fact]
    public void NothingThatTheCellComputes_ExceedsALine_AndLinesAreTheFiguresOfTheTable()
    {
        Certified("l.jsonl");
        (_, string output, _) = Runs.Tool([.. Arguments(null), "--json", "--budget", "0"]);
        JsonArray table = (JsonArray)JsonNode.Parse(output)!["around"]!;
        string[] lines = File.ReadAllLines(PathOf("l.jsonl"));
        CellDescription cell = OwnCells.Compile(OwnCells.Leaky);
        double[] parameters = [0.5, -0.25, 0.125, 0.5, 0.25, 0.1, -0.1, 0.25, 0.1, -0.1];
        var random = new Random(2);
        for (int k = 0; k < Count; k++)
        {
            JsonNode line = JsonNode.Parse(lines[k])!;
            Assert.Equal(k, (int)line["index"]!);
            Assert.Equal((int)table[k]!["steps"]!, (int)line["steps"]!);
            double movement = (double)line["movement"]!;
            Assert.Equal((double)table[k]!["movement"]!, movement);
            Assert.Equal((double)table[k]!["lastMovement"]!, (double)line["lastMovement"]!);
            double[] nominal = cell.Execute([2, 2], sequences[k].Length / 2, parameters, sequences[k]);
            double largest = Enumerable
                .Range(0, 200)
                .Max(_ => Moved([.. sequences[k].Select(v => v + (0.05 * (random.Next(2) == 0 ? -1 : 1)))], nominal));
            Assert.InRange(movement, largest, 1.5 * largest);
        }

        double Moved(double[] inputs, double[] nominal) =>
            cell.Execute([2, 2], inputs.Length / 2, parameters, inputs).Zip(nominal, (a, b) => Math.Abs(a - b)).Max();
    }

    [Fact]
    public void Demand_IsOfEverySequence()
    {
        Certified("l.jsonl");
        double[] movements =
        [
            .. File.ReadAllLines(PathOf("l.jsonl")).SkipLast(1).Select(l => (double)JsonNode.Parse(l)!["movement"]!).Order(),
        ];
        string limit = movements[8].ToString("R", CultureInfo.InvariantCulture);
        (int code, string output, _) = Runs.Tool("merge", PathOf("l.jsonl"), "--max-movement", limit, "--json");
        JsonNode summary = JsonNode.Parse(output)!;
        Assert.Equal(3, code);
        Assert.Equal(9, (int)summary["hold"]!);
        Assert.Equal(Count, (int)summary["sequences"]!);
        Assert.Equal(movements[^1], (double)summary["worst"]!["movement"]!);
        Assert.InRange((double)summary["quantiles"]![0]!["movement"]!, movements[5], movements[5] * (1 + (1.0 / 64)));
        Assert.Equal(0, Runs.Tool("merge", PathOf("l.jsonl"), "--max-movement", "1").Code);
        Assert.Equal(3, Runs.Tool([.. Arguments("l.jsonl"), "--max-movement", limit]).Code);
        Assert.Equal(3, Runs.Tool([.. Arguments(null), "--max-movement", limit, "--budget", "0"]).Code);
        Assert.Equal(0, Runs.Tool([.. Arguments(null), "--max-movement", "1", "--budget", "0"]).Code);
    }

    [Fact]
    public void Quantiles_AreFromAbove_AndClose()
    {
        var random = new Random(4);
        var quantiles = new Quantiles();
        double[] values = [0, .. Enumerable.Range(0, 999).Select(_ => Math.Exp(20 * (random.NextDouble() - 0.5)))];
        Array.ForEach(values, quantiles.Add);
        Array.Sort(values);
        foreach (double share in new[] { 0.001, 0.25, 0.5, 0.9, 0.999 })
        {
            double exact = values[(int)Math.Ceiling(share * 1000) - 1];
            Assert.InRange(quantiles.AtMost(share), exact, (exact * (1 + (1.0 / 128))) + double.Epsilon * (1L << 46));
        }

        Assert.Equal(values[^1], quantiles.AtMost(1));
        quantiles.Add(double.PositiveInfinity);
        Assert.Equal(double.PositiveInfinity, quantiles.AtMost(1));
        Assert.True(double.IsFinite(quantiles.AtMost(0.99)));
    }

    [Fact]
    public void Audit_WritesTheFiguresOfItsTable()
    {
        File.WriteAllBytes(PathOf("m.onnx"), Networks.Stacked(0.3).Bytes);
        var random = new Random(3);
        File.WriteAllBytes(
            PathOf("d.npy"),
            NpyWriter.Bytes([4, 6, Networks.Inputs], Enumerable.Range(0, 4 * 6 * Networks.Inputs).Select(_ => random.NextDouble() - 0.5))
        );
        string[] arguments = ["audit", PathOf("m.onnx"), "--data", PathOf("d.npy"), "--radius", "0.05", "--budget", "0", "--json"];
        JsonNode expected = JsonNode.Parse(Runs.Tool(arguments).Output)!["data"]!["sequences"]!;
        (int code, string output, string errors) = Runs.Tool([.. arguments, "--lines", PathOf("a.jsonl"), "--max-movement", "1"]);
        Assert.True(code == 0, errors);
        JsonNode[] lines = [.. File.ReadAllLines(PathOf("a.jsonl")).SkipLast(1).Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(((JsonArray)expected).Select(s => (double)s!["movement"]!), lines.Select(l => (double)l["movement"]!));
        Assert.Equal(4, (int)JsonNode.Parse(output)!["lines"]!["hold"]!);
        Assert.Equal(3, Runs.Tool([.. arguments, "--lines", PathOf("a.jsonl"), "--max-movement", "1e-9"]).Code);
        File.WriteAllBytes(PathOf("m.onnx"), Networks.Stacked(0.31).Bytes);
        Assert.Contains("of another network", Runs.Tool([.. arguments, "--lines", PathOf("a.jsonl")]).Errors, StringComparison.Ordinal);
    }

    private string[] Arguments(string? lines) =>
        [
            "certify",
            PathOf("Leaky.cs"),
            "--weights",
            PathOf("w.json"),
            "--data",
            PathOf("d.jsonl"),
            "--radius",
            "0.05",
            .. lines is null ? Array.Empty<string>() : ["--lines", PathOf(lines)],
        ];

    private (string Output, string Errors) Certified(string lines, params string[] more)
    {
        (int code, string output, string errors) = Runs.Tool([.. Arguments(lines), .. more]);
        Assert.True(code == 0, errors);
        return (output, errors);
    }

    private void SaveData(double[][] data) =>
        SaveLines(
            "d.jsonl",
            [
                .. data.Select(s =>
                    $"[{string.Join(',', s.Chunk(2).Select(row => $"[{string.Join(',', row.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]"))}]"
                ),
            ]
        );

    private void SaveLines(string name, string[] lines) => Save(name, string.Join('\n', lines) + "\n");

    private void Save(string name, string text) => File.WriteAllText(PathOf(name), text);

    private string PathOf(string name) => Path.Combine(folder, name);
}
