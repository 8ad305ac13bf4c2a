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
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

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
        Dictionary<string, TimeSpan> limits = Ready(open);
        int done = 0;
        foreach (Mutation mutation in open)
        {
            Verdict verdict = Try(mutation, limits);
            results.Add(verdict);
            log($"{++done}/{open.Length} {verdict.Fate} in {verdict.Seconds:F0} s: {mutation.Title} ({verdict.By})");
        }
    }

    /// <summary>Builds the tests and checks that they pass without mutations.</summary>
    /// <returns>How long each may take: ten times as long as without.</returns>
    private Dictionary<string, TimeSpan> Ready(IEnumerable<Mutation> open)
    {
        TestSelection[] selections = [.. open.SelectMany(m => m.Tests).DistinctBy(t => t.ToString())];
        foreach (string project in selections.Select(t => t.Project).Distinct())
        {
            copy.BuildTests(project);
        }

        var limits = new Dictionary<string, TimeSpan>();
        foreach (TestSelection tests in selections)
        {
            log($"without mutations: {tests}");
            var watch = Stopwatch.StartNew();
            if (Verdict.Of(tests, copy.Test(tests, null, Longest)) is { } failure)
            {
                throw new InvalidOperationException($"'{tests}' do not pass without mutations: {failure.By}.");
            }

            limits[tests.ToString()] = Shortest + (10 * watch.Elapsed);
        }

        return limits;
    }

    private Verdict Try(Mutation mutation, Dictionary<string, TimeSpan> limits)
    {
        var watch = Stopwatch.StartNew();
        (Fate Fate, string By)? seen = null;
        foreach (TestSelection tests in mutation.Tests.TakeWhile(_ => seen is null))
        {
            seen = Verdict.Of(tests, copy.Test(tests, mutation, limits[tests.ToString()]));
        }

        (Fate fate, string by) = seen ?? (Fate.Survived, string.Join("; ", mutation.Tests) + " pass");
        return new Verdict(mutation.Title, Verdict.ChangeOf(mutation), fate, by, Math.Round(watch.Elapsed.TotalSeconds, 1));
    }
}
