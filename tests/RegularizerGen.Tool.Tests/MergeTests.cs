using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Tool.Many;

namespace RegularizerGen.Tool.Tests;

/// <summary>Shards come to the whole, or are refused; and what a whole comes to.</summary>
public sealed class MergeTests : ManySequences
{
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
        SaveData(Sequences[..^1]);
        Certified("fewer.jsonl", "--shard", "2/2");
        Refused("1.jsonl is of 12 sequences; others are of 11", "1.jsonl", "fewer.jsonl");
        Assert.False(File.Exists(PathOf("out.jsonl")));

        void Refused(string part, params string[] files)
        {
            (int code, string output, string errors) = Runs.Tool(["merge", .. files.Select(PathOf), "--lines", PathOf("out.jsonl")]);
            Assert.Equal(1, code);
            Assert.Empty(output);
            Assert.Contains(part, errors, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(PathOf("out"))!, "out.jsonl*"));
        }
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
        string most = movements[^1].ToString("R", CultureInfo.InvariantCulture);
        Assert.Equal(0, Runs.Tool("merge", PathOf("l.jsonl"), "--max-movement", most).Code);
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
}
