using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RegularizerGen.Mutations;

/// <summary>Reads the table: entries are separated by empty lines, lines that start with <c>#</c> are comments.</summary>
/// <remarks>
/// <code>
/// == title
/// file path from the root
/// tests Project *Class *OtherClass
/// in text around it                (where the changed text occurs more than once)
/// - expression                     or:  -- statement;
/// + another of its type                 ++ another;
/// harmless why it loosens nothing  (where no test can notice)
/// </code>
/// </remarks>
internal static class MutationTable
{
    /// <summary>All entries of all files of a folder, in the order of their names.</summary>
    /// <exception cref="FormatException">An entry is incomplete, or a title occurs twice; the message names it.</exception>
    public static IReadOnlyList<Mutation> Read(string folder)
    {
        IEnumerable<string> entries = Directory
            .EnumerateFiles(folder, "*.mutations")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n"))
            .Where(entry => entry.Split('\n').Any(line => line.StartsWith("== ", StringComparison.Ordinal)));
        Mutation[] table = [.. entries.Select((entry, k) => Parse(k + 1, entry))];
        return table.GroupBy(m => m.Title).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new FormatException($"'{twice.Key}' is in the table twice.")
            : table;
    }

    private static Mutation Parse(int number, string entry)
    {
        ILookup<string, string> lines = entry
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2))
            .ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : string.Empty);
        string title = One("==");
        bool isStatement = lines.Contains("--");
        string before = One(isStatement ? "--" : "-");
        TestSelection[] tests = [.. lines["tests"].Select(line => line.Split(' ')).Select(w => new TestSelection(w[0], w[1..]))];
        return tests.Length == 0
            ? throw new FormatException($"'{title}' has no tests.")
            : new Mutation(
                number,
                title,
                One("file"),
                lines["in"].SingleOrDefault() ?? before,
                before,
                isStatement ? lines["++"].SingleOrDefault() ?? string.Empty : One("+"),
                isStatement,
                tests,
                lines["harmless"].SingleOrDefault()
            );

        string One(string key) =>
            lines[key].Count() == 1
                ? lines[key].Single()
                : throw new FormatException($"An entry has no line, or more than one, '{key}':\n{entry}");
    }
}
