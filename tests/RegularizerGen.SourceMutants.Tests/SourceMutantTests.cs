using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.CellChecks;

namespace RegularizerGen.SourceMutants.Tests;

/// <summary>Mutants of all cells never break the compiler; those that are accepted are what they execute.</summary>
public sealed class SourceMutantTests(ITestOutputHelper output)
{
    [Fact]
    public void Unchanged_AreAccepted()
    {
        Outcome[] outcomes = CellBatch.Compile(SourceCells.All);
        string[] wrong =
        [
            .. outcomes
                .Where(o => !o.IsCSharp || o.Cells.Count != 1)
                .Select(o => $"{o.Problem} {string.Join("; ", o.Reported)}\n{o.Source}"),
        ];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {outcomes.Length}\n{string.Join("\n", wrong)}");
    }

    [Fact]
    public void Mutants_AreRefusedOrAreWhatTheyExecute()
    {
        var log = new RunLog("SOURCE_MUTANTS", cases: 500, seed: 1_000_000, output.WriteLine);
        foreach (IReadOnlyList<int> batch in log.Batches(size: 100))
        {
            MutantRun run = MutantRun.Of(batch);
            log.Done(batch, run.Problems, ("C#", run.Whole), ("accepted", run.Accepted));
        }

        output.WriteLine($"{CellBatch.Host}, {log}");
        Assert.True(log.Problems.Count == 0, $"{log}\n{string.Join("\n\n", log.Problems.Take(log.Shown))}");
        Assert.InRange(log.Total("accepted"), log.Total("cases") / 20, log.Total("cases"));
    }
}
