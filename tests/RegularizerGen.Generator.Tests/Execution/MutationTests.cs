using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RegularizerGen.Generator.Tests;

/// <summary>
/// Mutants of cells are either refused with a diagnostic, or their emitted forward pass is their executed step. MUTANTS and MUTATION_SEED,
/// environment variables, make the run longer or another one.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Batch = 100;

    [Fact]
    public void Unchanged_AreAccepted() =>
        Assert.All(
            Executed.Run(MutatedCells.Sources),
            o =>
                Assert.True(
                    o is { IsCSharp: true, Problem: null, Cell: not null },
                    $"{o.Problem}{string.Join(' ', o.Reported)}: {o.Source}"
                )
        );

    [Fact]
    public void Mutants_AreRefusedOrCompiledToWhatTheyExecute()
    {
        int seed = Setting("MUTATION_SEED", 20261124);
        int wanted = Setting("MUTANTS", 100);
        var mutator = new Mutator(new Random(seed));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        (int total, int accepted, int refused) = (0, 0, 0);
        var problems = new List<Outcome>();
        while (total < wanted)
        {
            string[] mutants =
            [
                .. Enumerable
                    .Range(0, Batch)
                    .Select(k => mutator.Mutate(MutatedCells.Sources[k % MutatedCells.Sources.Length]))
                    .Where(seen.Add),
            ];
            Outcome[] outcomes = Executed.Run(mutants);
            total += mutants.Length;
            accepted += outcomes.Count(o => o.Cell is not null);
            refused += outcomes.Count(o => o.IsCSharp && o.Cell is null);
            problems.AddRange(outcomes.Where(o => o.Problem is not null));
        }

        output.WriteLine($"Seed {seed}: {total} mutants, of which {accepted} accepted and {refused} refused; the others are no C#.");
        Assert.True(
            problems.Count == 0,
            $"Seed {seed}, {problems.Count} problems:\n"
                + string.Join("\n\n", problems.Take(Setting("MUTATION_SHOWN", 3)).Select(p => $"The cell {p.Problem}\n{Part(p.Source)}"))
        );
        Assert.InRange(accepted, total / 20, total);
        Assert.InRange(refused, total / 20, total);
    }

    /// <summary>Step and helper, without what all cells share.</summary>
    private static string Part(string source) =>
        source[source.IndexOf("[Step]", StringComparison.Ordinal)..source.IndexOf("private Signal Twice", StringComparison.Ordinal)];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
