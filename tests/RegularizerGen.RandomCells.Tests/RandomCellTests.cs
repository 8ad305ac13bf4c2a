using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.CellChecks;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Random cells are what they execute.</summary>
public sealed class RandomCellTests(ITestOutputHelper output)
{
    [Fact]
    public void Cells_AreWhatTheyExecute()
    {
        var run = new RandomCellRun(new CellCheck(Samples: 8, Climbs: 2));
        var log = new RunLog("RANDOM_CELLS", cases: 200, seed: 1_000_000, output.WriteLine);
        foreach (IReadOnlyList<int> batch in log.Batches(size: 25))
        {
            IReadOnlyList<(int Seed, string Problem)> found = run.Run(batch);
            log.Done(
                batch,
                [.. found.Select((f, k) => log.Problems.Count + k < log.Shown ? run.Shrunk(f.Seed) : $"{f.Seed}: {f.Problem}")]
            );
        }

        output.WriteLine($"{CellBatch.Host}, {log}");
        Assert.True(log.Problems.Count == 0, $"{log}\n{string.Join("\n\n", log.Problems)}");
    }

    [Fact]
    public void Shrinking_FindsTheSmallestTree()
    {
        static bool Fails(Tree tree) => tree.ToString().Contains("Tanh(", StringComparison.Ordinal);
        Tree tree = Enumerable.Range(0, 100).Select(Drawing.Draw).Where(Fails).MaxBy(t => t.Size)!;
        Tree smallest = Shrinking.Shrink(tree, Fails, tries: 100_000);
        Assert.True(smallest.Size <= 20, smallest.ToString());
    }
}
