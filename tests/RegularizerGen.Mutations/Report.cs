using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace RegularizerGen.Mutations;

/// <summary>What was killed, as a table.</summary>
internal static class Report
{
    /// <summary>Prints it; the exit code is 0 where no mutation that must be noticed survived.</summary>
    public static int Print(TextWriter output, int all, IReadOnlyList<(Mutation Mutation, Verdict Verdict)> tried)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(console.Profile.Width, 120);
        Table table = new Table().AddColumns("file", "tried", "killed", "broken", "harmless", "survived").Border(TableBorder.Simple);
        foreach (IGrouping<string, (Mutation Mutation, Verdict Verdict)> file in tried.GroupBy(t => Area(t.Mutation.File)))
        {
            table.AddRow([file.Key.EscapeMarkup(), .. Counts(file)]);
        }

        table.AddRow(["all", .. Counts(tried)]);
        console.Write(table);
        (Mutation Mutation, Verdict Verdict)[] survivors = [.. tried.Where(t => IsSurvivor(t))];
        foreach ((Mutation mutation, Verdict verdict) in survivors)
        {
            output.WriteLine($"SURVIVED: {mutation.Title}\n    {verdict.Change}\n    {verdict.By}");
        }

        foreach (
            (Mutation mutation, Verdict verdict) in tried.Where(t => t is { Mutation.Harmless: not null, Verdict.Fate: not Fate.Survived })
        )
        {
            output.WriteLine($"NOT HARMLESS: {mutation.Title}, {verdict.By}");
        }

        int counted = tried.Count(t => t.Mutation.Harmless is null);
        output.WriteLine(
            FormattableString.Invariant($"{tried.Count} of {all} mutations tried, {counted - survivors.Length} of {counted} noticed")
                + FormattableString.Invariant($", in {tried.Sum(t => t.Verdict.Seconds) / 60:F1} min")
        );
        return survivors.Length == 0 ? 0 : 1;
    }

    private static bool IsSurvivor((Mutation Mutation, Verdict Verdict) tried) =>
        tried is { Mutation.Harmless: null, Verdict.Fate: Fate.Survived };

    private static string[] Counts(IEnumerable<(Mutation Mutation, Verdict Verdict)> of) =>
        [
            $"{of.Count()}",
            $"{of.Count(t => t.Verdict.Fate == Fate.Killed)}",
            $"{of.Count(t => t.Verdict.Fate == Fate.Broken)}",
            $"{of.Count(t => t.Mutation.Harmless is not null)}",
            $"{of.Count(IsSurvivor)}",
        ];

    private static string Area(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');
}
