using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RegularizerGen.Tool.Tests;

/// <summary>A demand on many sequences: what is not proved is attacked, and lines say what was reached, whoever wrote them.</summary>
public sealed class ManyDemandTests : ManySequences
{
    private const double Least = 1e-3; // below all movements at radius 0.05

    [Fact]
    public void DemandThatIsMet_IsNotAttacked()
    {
        (string output, _) = Certified("l.jsonl", "--max-movement", "1");
        Assert.DoesNotContain("reached", File.ReadAllText(PathOf("l.jsonl")), StringComparison.Ordinal);
        Assert.Contains("Movement at most 1 is proved of 12 of 12.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Violated_IsToldFromNotProved()
    {
        double[] movements = [.. Values("plain.jsonl", 0, "movement")];
        (int code, string output, _) = Runs.Tool([.. Arguments("l.jsonl"), "--max-movement", Text(Least)]);
        Assert.Equal(2, code);
        Assert.Contains($"is violated by {Count}, and proved of 0 of {Count}.", output, StringComparison.Ordinal);
        Assert.Contains("Seen to move most: '", output, StringComparison.Ordinal);
        double[] reached = [.. Values("l.jsonl", null, "reached")];
        Assert.All(reached.Zip(movements), pair => Assert.InRange(pair.First, Least * (1 + 1e-8), pair.Second));

        // A hair below what is proved: nothing moves so far.
        string limit = Text(movements.Max() * (1 - 1e-4));
        (code, output, _) = Runs.Tool([.. Arguments("open.jsonl"), "--max-movement", limit]);
        Assert.True(code == 3, output);
        JsonNode[] attacked = [.. Lines("open.jsonl").Where(l => l["reached"] is not null)];
        Assert.All(
            attacked,
            l => Assert.InRange((double)l["reached"]!, 0.9 * (double)l["movement"]!, double.Parse(limit, CultureInfo.InvariantCulture))
        );
        Assert.InRange(attacked.Length, 1, Count - 1);
    }

    [Fact]
    public void Lines_AreTheSame_HoweverTheRunIsSplit_AndMergeDecides()
    {
        string[] demand = ["--max-movement", Text(Values("plain.jsonl", 0, "movement").Order().ElementAt(4) * 0.9)];
        (int code, string expected, _) = Runs.Tool([.. Arguments("whole.jsonl"), .. demand, "--jobs", "1"]);
        Assert.Equal(2, code);
        byte[] whole = File.ReadAllBytes(PathOf("whole.jsonl"));
        int[] cuts = [40, whole.Length / 3, whole.Length / 2, whole.Length - 3];
        foreach (int cut in cuts)
        {
            File.WriteAllBytes(PathOf("cut.jsonl"), whole[..cut]);
            Assert.Equal((2, expected, string.Empty), Runs.Tool([.. Arguments("cut.jsonl"), .. demand, "--jobs", "3"]));
            Assert.Equal(whole, File.ReadAllBytes(PathOf("cut.jsonl")));
        }

        foreach (int k in Enumerable.Range(1, 3))
        {
            Runs.Tool([.. Arguments($"{k}.jsonl"), .. demand, "--shard", $"{k}/3"]);
        }

        string[] shards = [.. Enumerable.Range(1, 3).Select(k => PathOf($"{k}.jsonl"))];
        Assert.Equal((2, expected, string.Empty), Runs.Tool(["merge", .. shards, "--lines", PathOf("merged.jsonl"), .. demand]));
        Assert.Equal(whole, File.ReadAllBytes(PathOf("merged.jsonl")));
        Assert.Equal(2, Runs.Tool(["merge", .. shards, "--max-movement", Text(Least)]).Code);
        Assert.Equal(0, Runs.Tool(["merge", .. shards, "--max-movement", "1"]).Code);
    }

    [Fact]
    public void FileOfAnotherDemand_IsRefused_AndMergeDecidesWithoutAnAttack()
    {
        Certified("l.jsonl");
        (int code, _, string errors) = Runs.Tool([.. Arguments("l.jsonl"), "--max-movement", Text(Least)]);
        Assert.Equal(1, code);
        Assert.Contains("of other options or another demand", errors, StringComparison.Ordinal);
        Assert.Equal(3, Runs.Tool("merge", PathOf("l.jsonl"), "--max-movement", Text(Least)).Code);
    }

    [Fact]
    public void WrongReach_IsNoLine()
    {
        Runs.Tool([.. Arguments("l.jsonl"), "--max-movement", Text(Least)]);
        Save("l.jsonl", File.ReadAllText(PathOf("l.jsonl")).Replace("\"reached\":", "\"reached\":-", StringComparison.Ordinal));
        Assert.Contains("line 1: it is no certificate", Runs.Tool("merge", PathOf("l.jsonl")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Attack_KeepsTheScaleOfAnInput()
    {
        string scaled = OwnCells.Leaky.Replace(
            "[Input(Bound = 1)]",
            "[Input(Bound = 1, PerturbationScale = 0.1)]",
            StringComparison.Ordinal
        );
        Assert.NotEqual(OwnCells.Leaky, scaled);
        Save("Leaky.cs", scaled);
        double[] movements = [.. Values("plain.jsonl", 0, "movement")];
        string[] demand = ["--max-movement", Text(movements.Max() * (1 - 1e-4))];
        Assert.Equal(3, Runs.Tool([.. Arguments("l.jsonl"), .. demand]).Code);
        Assert.Equal(3, Runs.Tool([.. Arguments(null), .. demand, "--budget", "0"]).Code);
    }

    [Fact]
    public void Certify_ShowsItsCounterexample()
    {
        string[] arguments = [.. Arguments(null), "--budget", "0", "--max-movement", Text(Least)];
        (int code, string output, _) = Runs.Tool([.. arguments, "--json"]);
        Assert.Equal(2, code);
        JsonNode pair = JsonNode.Parse(output)!["demands"]![0]!["counterexample"]!;
        double[] first = Flat(pair["input"]!);
        double[] second = Flat(pair["other"]!);
        Assert.Equal(Sequences[0], first);
        Assert.All(first.Zip(second), v => Assert.InRange(Math.Abs(v.First - v.Second), 0, 0.05 + 1e-12));
        CellDescription cell = OwnCells.Compile(OwnCells.Leaky);
        double[] parameters = [0.5, -0.25, 0.125, 0.5, 0.25, 0.1, -0.1, 0.25, 0.1, -0.1];
        double[] Run(double[] inputs) => cell.Execute([2, 2], inputs.Length / 2, parameters, inputs);
        int at = (2 * (int)pair["step"]!) + (int)pair["output"]!;
        double moved = Math.Abs(Run(first)[at] - Run(second)[at]);
        Assert.Equal((double)pair["movement"]!, moved, 1e-12);
        Assert.True(moved > Least);
        Assert.Contains("| violated |", Runs.Tool(arguments).Output, StringComparison.Ordinal);
    }

    /// <summary>A figure of every line; of a run with an exit code first, where one is given.</summary>
    private double[] Values(string name, int? code, string figure)
    {
        if (code is not null)
        {
            Assert.Equal(code, Runs.Tool(Arguments(name)).Code);
        }

        return [.. Lines(name).Select(l => (double)l[figure]!)];
    }

    private JsonNode[] Lines(string name) => [.. File.ReadAllLines(PathOf(name)).SkipLast(1).Select(l => JsonNode.Parse(l)!)];

    private static double[] Flat(JsonNode rows) => [.. ((JsonArray)rows).SelectMany(row => ((JsonArray)row!).Select(v => (double)v!))];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
