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

    private readonly HashSet<string> built = [];
    private readonly Dictionary<string, TimeSpan> limits = [];

    /// <summary>Tries all that have no verdict yet. Tests are built, and have to pass without mutations, when they are first
    /// needed.</summary>
    /// <exception cref="InvalidOperationException">The tests do not build, do not pass as they are, or do not exist.</exception>
    public void Try(IReadOnlyList<Mutation> table, IEnumerable<Mutation> wanted)
    {
        IReadOnlyDictionary<string, Verdict> known = results.Read();
        Mutation[] open = [.. wanted.Where(m => !known.ContainsKey(Verdict.ChangeOf(m)))];
        if (open.Length == 0)
        {
            return;
        }

        log($"{open.Length} of {table.Count} mutations to try");
        copy.Update(table);
        int done = 0;
        foreach (Mutation mutation in open)
        {
            Verdict verdict = Try(mutation);
            results.Add(verdict);
            log($"{++done}/{open.Length} {verdict.Fate} in {verdict.Seconds:F0} s: {mutation.Title} ({verdict.By})");
        }
    }

    /// <summary>How long tests may take: ten times as long as without mutations, and a minute.</summary>
    private TimeSpan LimitOf(TestSelection tests)
    {
        if (limits.TryGetValue(tests.ToString(), out TimeSpan limit))
        {
            return limit;
        }

        if (built.Add(tests.Project))
        {
            log($"building {tests.Project}");
            copy.BuildTests(tests.Project);
        }

        log($"without mutations: {tests}");
        var watch = Stopwatch.StartNew();
        return Verdict.Of(tests, copy.Test(tests, null, Longest)) is { } failure
            ? throw new InvalidOperationException($"'{tests}' do not pass without mutations: {failure.By}.")
            : limits[tests.ToString()] = Shortest + (10 * watch.Elapsed);
    }

    private Verdict Try(Mutation mutation)
    {
        double seconds = 0;
        (Fate Fate, string By)? seen = null;
        foreach (TestSelection tests in mutation.Tests.TakeWhile(_ => seen is null))
        {
            TimeSpan limit = LimitOf(tests);
            var watch = Stopwatch.StartNew();
            seen = Verdict.Of(tests, copy.Test(tests, mutation, limit));
            seconds += watch.Elapsed.TotalSeconds;
        }

        (Fate fate, string by) = seen ?? (Fate.Survived, string.Join("; ", mutation.Tests) + " pass");
        return new Verdict(mutation.Title, Verdict.ChangeOf(mutation), fate, by, Math.Round(seconds, 1));
    }
}
