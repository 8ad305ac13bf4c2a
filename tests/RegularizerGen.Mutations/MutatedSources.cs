using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.Mutations;

/// <summary>The sources with all mutations in them, each behind its switch.</summary>
internal static class MutatedSources
{
    private const string Switch = """
        namespace RegularizerGen;

        internal static class Mutants
        {
            private static readonly int Active =
                int.TryParse(System.Environment.GetEnvironmentVariable("MUTANT"), out int number) ? number : 0;

            public static bool On(int number) => number == Active;
        }

        """;

    /// <summary>Files that hold the switch: one per assembly.</summary>
    private static readonly string[] Switches = ["src/RegularizerGen/Mutants.cs", "generator/RegularizerGen.Derivation/Mutants.cs"];

    /// <summary>Files and what they hold, from the repository's root.</summary>
    /// <exception cref="FormatException">What an entry changes is not there, or there twice, or two entries change the same; the message
    /// names them.</exception>
    public static IEnumerable<(string File, string Text)> Of(string root, IReadOnlyList<Mutation> table) =>
        table
            .GroupBy(m => m.File)
            .Select(g => (g.Key, Mutated(File.ReadAllText(Path.Combine(root, g.Key)), [.. g])))
            .Concat(Switches.Select(file => (file, Switch)));

    private static string Mutated(string text, Mutation[] mutations)
    {
        (int Start, Mutation Mutation)[] places = [.. mutations.Select(m => (Start(text, m), m)).OrderByDescending(p => p.Item1)];
        for (int k = 0; k < places.Length; k++)
        {
            (int start, Mutation mutation) = places[k];
            int end = start + mutation.Before.Length;
            if (k > 0 && end > places[k - 1].Start)
            {
                throw new FormatException($"'{mutation.Title}' and '{places[k - 1].Mutation.Title}' change the same text.");
            }

            text = string.Concat(text.AsSpan(0, start), mutation.Switched, text.AsSpan(end));
        }

        return text;
    }

    private static int Start(string text, Mutation mutation) =>
        Only(text, mutation.Context, mutation) + Only(mutation.Context, mutation.Before, mutation);

    private static int Only(string text, string part, Mutation mutation)
    {
        int start = text.IndexOf(part, StringComparison.Ordinal);
        return start >= 0 && text.IndexOf(part, start + 1, StringComparison.Ordinal) < 0
            ? start
            : throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{mutation.File}: '{part}' of '{mutation.Title}' {(start < 0 ? "is not there any more" : "occurs more than once")}."
                )
            );
    }
}
