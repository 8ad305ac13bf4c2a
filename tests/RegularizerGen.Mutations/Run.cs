using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace RegularizerGen.Mutations;

/// <summary>Switches on one mutation after the other, and runs the tests that should notice.</summary>
/// <param name="copy">Where.</param>
/// <param name="results">Receives the verdicts.</param>
/// <param name="log">Receives what is done, for people.</param>
internal sealed class Run(Copy copy, Results results, Action<string> log)
{
    /// <summary>Builds once, checks that the tests pass without mutations, and tries all that have no verdict yet.</summary>
    /// <exception cref="InvalidOperationException">The tests do not build, do not pass as they are, or do not exist.</exception>
    public void Try(IReadOnlyList<Mutation> table, IEnumerable<Mutation> wanted)
    {
        IReadOnlyDictionary<string, Verdict> known = results.Read();
        Mutation[] open = [.. wanted.Where(m => !known.ContainsKey(Verdict.ChangeOf(m)))];
        if (open.Length == 0)
        {
            return;
        }

        log($"{open.Length} of {table.Count} mutations to try; building the copy");
        copy.Update(table);
        Ready(open);
        int done = 0;
        foreach (Mutation mutation in open.OrderBy(m => m.IsInGenerator).ThenBy(m => m.Number))
        {
            Verdict verdict = Try(mutation);
            results.Add(verdict);
            log($"{++done}/{open.Length} {verdict.Fate} in {verdict.Seconds:F0} s: {mutation.Title} ({verdict.By})");
        }
    }

    /// <summary>Builds the tests and checks that they pass without mutations.</summary>
    private void Ready(IEnumerable<Mutation> open)
    {
        TestSelection[] selections = [.. open.SelectMany(m => m.Tests).DistinctBy(t => t.ToString())];
        foreach (string project in selections.Select(t => t.Project).Distinct())
        {
            copy.BuildTests(project);
        }

        foreach (TestSelection tests in selections)
        {
            log($"without mutations: {tests}");
            if (Verdict.Of(tests, copy.Test(tests, 0)) is { } failure)
            {
                throw new InvalidOperationException($"'{tests}' do not pass without mutations: {failure.By}.");
            }
        }
    }

    private Verdict Try(Mutation mutation)
    {
        var watch = Stopwatch.StartNew();
        (Fate Fate, string By)? seen = null;
        foreach (TestSelection tests in mutation.Tests.TakeWhile(_ => seen is null))
        {
            seen = mutation.IsInGenerator ? AtCompileTime(mutation, tests) : Verdict.Of(tests, copy.Test(tests, mutation.Number));
        }

        (Fate fate, string by) = seen ?? (Fate.Survived, string.Join("; ", mutation.Tests) + " pass");
        return new Verdict(mutation.Title, Verdict.ChangeOf(mutation), fate, by, Math.Round(watch.Elapsed.TotalSeconds, 1));
    }

    private (Fate Fate, string By)? AtCompileTime(Mutation mutation, TestSelection tests)
    {
        try
        {
            copy.BuildTests(tests.Project, mutation);
        }
        catch (InvalidOperationException failure)
        {
            return (Fate.Broken, failure.Message.Split('\n')[^1]);
        }

        return Verdict.Of(tests, copy.Test(tests, mutation.Number));
    }
}
