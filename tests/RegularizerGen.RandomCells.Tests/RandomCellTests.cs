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
        var log = new RunLog("RANDOM_CELLS", cases: 200, seed: 1_000_000);
        var problems = new List<(int Seed, string Problem)>();
        foreach (IReadOnlyList<int> batch in log.Batches(size: 50))
        {
            IReadOnlyList<(int Seed, string Problem)> found = run.Run(batch);
            problems.AddRange(found);
            log.Done(batch, [.. found.Select(f => $"{f.Seed}: {f.Problem}")]);
        }

        output.WriteLine($"{CellBatch.Host}, {log}");
        Assert.True(
            problems.Count == 0,
            $"{problems.Count} problems, seeds {string.Join(", ", problems.Select(p => p.Seed))}:\n"
                + string.Join("\n\n", problems.Take(log.Shown).Select(p => run.Shrunk(p.Seed)))
        );
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
