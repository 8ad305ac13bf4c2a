using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.CellChecks;
using RegularizerGen.Evaluate;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Compiles cells of consecutive seeds together, and checks each.</summary>
internal sealed class RandomCellRun(CellCheck check)
{
    private const int Tries = 250;

    /// <summary>What is wrong with the cells of these seeds, by seed.</summary>
    public IReadOnlyList<(int Seed, string Problem)> Run(IReadOnlyList<int> seeds)
    {
        RandomCell[] cells = [.. seeds.Select(RandomCell.Draw)];
        Outcome[] outcomes = CellBatch.Compile([.. cells.Select(c => c.Tree.ToString())]);
        return
        [
            .. cells
                .Zip(outcomes)
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(Math.Min(2, Environment.ProcessorCount))
                .Select(c => (c.First.Seed, Problem: Problem(c.First, c.Second)))
                .Where(c => c.Problem is not null)
                .Select(c => (c.Seed, c.Problem!)),
        ];
    }

    /// <summary>The smallest cell that fails as one that fails, with what is wrong with it.</summary>
    public string Shrunk(int seed)
    {
        RandomCell cell = RandomCell.Draw(seed);
        string kind = KindOf(Problem(cell)!);
        bool Fails(RandomCell smaller) => Problem(smaller) is { } problem && KindOf(problem) == kind;
        cell = cell with { Tree = Shrinking.Shrink(cell.Tree, t => Fails(cell with { Tree = t }), Tries) };
        RandomCell? simpler = cell;
        while (simpler is not null)
        {
            cell = simpler;
            simpler = Compiled(cell) is { } compiled ? cell.SimplerNumbers(compiled).FirstOrDefault(Fails) : null;
        }

        string numbers = Compiled(cell) is { } last ? cell.Case(last).ToString() : $"seed {seed}";
        return $"{Problem(cell)}\n{cell.Tree}\n{numbers}";
    }

    private static CompiledCell? Compiled(RandomCell cell) =>
        CellBatch.Compile([cell.Tree.ToString()])[0].Cells is [var first, ..] ? first : null;

    private string? Problem(RandomCell cell) => Problem(cell, CellBatch.Compile([cell.Tree.ToString()])[0]);

    private string? Problem(RandomCell cell, Outcome outcome) =>
        !outcome.IsCSharp
            ? outcome.Problem ?? "is no C#"
            : outcome.Problem
                ?? (
                    outcome.Cells.Count == 0
                        ? $"is refused: {string.Join(' ', outcome.Reported)}"
                        : check.Problem(cell.Case(outcome.Cells[0]))
                );

    /// <summary>Problems are of one kind where what they say is wrong is called alike, but for numbers.</summary>
    private static string KindOf(string problem)
    {
        string subject = problem.Split('\n')[0].Split(" is ")[0];
        return string.Concat(subject[(subject.LastIndexOfAny([',', ':']) + 1)..].Where(c => !char.IsDigit(c)));
    }
}
