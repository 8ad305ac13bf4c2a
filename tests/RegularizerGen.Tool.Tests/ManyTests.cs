using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Tests;

/// <summary>What is written of a data set does not depend on where a run was killed, or on threads, and holds.</summary>
public sealed class ManyTests : ManySequences
{
    private const int TwoLines = 400; // characters, nearly

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

    [Fact]
    public void RunGoesOnFromItsOwnFileOnly()
    {
        Certified("l.jsonl");
        Refused("line 1: it is of another network, or of other options", "--effort", "low");
        Refused("line 2: it is of sequence 1, not 2", "--shard", "1/2");
        SaveData([.. Sequences[..4], [.. Sequences[4][..^1], 0.125], .. Sequences[5..]]);
        Refused("line 5: sequence '5' has changed");
        SaveData(Sequences[..^1]);
        Refused("line 12: it is of sequence 11; the data has 11");
        SaveData([.. Sequences, [0, 0]]);
        Refused("the file ends with 12 sequences, and the data goes on");
        SaveData(Sequences);
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
        SaveData([.. Sequences[..6], [1, 2, 3], .. Sequences[7..]]); // rows of two, then one
        (int code, _, string errors) = Runs.Tool([.. Arguments("l.jsonl"), "--jobs", "1"]);
        Assert.Equal(1, code);
        Assert.Contains("different lengths", errors, StringComparison.Ordinal);
        SaveData(Sequences);
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
            double[] nominal = cell.Execute([2, 2], Sequences[k].Length / 2, parameters, Sequences[k]);
            double largest = Enumerable
                .Range(0, 200)
                .Max(_ => Moved([.. Sequences[k].Select(v => v + (0.05 * (random.Next(2) == 0 ? -1 : 1)))], nominal));
            Assert.InRange(movement, largest, 1.5 * largest);
        }

        double Moved(double[] inputs, double[] nominal) =>
            cell.Execute([2, 2], inputs.Length / 2, parameters, inputs).Zip(nominal, (a, b) => Math.Abs(a - b)).Max();
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
        Assert.Equal(2, Runs.Tool([.. arguments, "--lines", PathOf("b.jsonl"), "--max-movement", "1e-9"]).Code);
        Assert.All(
            File.ReadAllLines(PathOf("b.jsonl")).SkipLast(1).Zip(lines),
            pair => Assert.InRange((double)JsonNode.Parse(pair.First)!["reached"]!, 1e-8, (double)pair.Second["movement"]!)
        );
        File.WriteAllBytes(PathOf("m.onnx"), Networks.Stacked(0.31).Bytes);
        Assert.Contains("of another network", Runs.Tool([.. arguments, "--lines", PathOf("a.jsonl")]).Errors, StringComparison.Ordinal);
    }
}
