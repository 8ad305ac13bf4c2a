using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using CsvHelper.Configuration;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>
/// The input and output columns of a CSV file (RFC 4180: commas, decimal points, quotes where one likes); all other columns are ignored,
/// whatever they hold.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Names">Names of the columns: u… for inputs, y… for outputs, in the order of the file.</param>
/// <param name="Rows">A value per column.</param>
/// <param name="Lines">The line of the file that each row stands in.</param>
public sealed record CsvTable(string Path, IReadOnlyList<string> Names, IReadOnlyList<double[]> Rows, IReadOnlyList<int> Lines)
{
    private const int LongestCell = 1000;
    private const int ShownCharacters = 40;
    private const string Example = "such as 'u1,u2,y1,y2'";

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is malformed; the message has file, line number and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(string path)
    {
        using var reader = new StreamReader(path);
        using var parser = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = ",",
                TrimOptions = TrimOptions.Trim,
                MaxFieldSize = LongestCell,
                BadDataFound = bad =>
                    throw Malformed(
                        path,
                        bad.Context.Parser!.RawRow,
                        $"expected quotes around whole cells only, found '{Shown(bad.Field)}'"
                    ),
            }
        );
        if (!Next(parser, path))
        {
            throw Malformed(path, 1, $"expected a header line {Example}, found an empty file");
        }

        string[] header = parser.Record!;
        int[] columns = Columns(path, header);
        var rows = new List<double[]>();
        var lines = new List<int>();
        while (Next(parser, path))
        {
            rows.Add(Row(path, parser.RawRow, parser.Record!, header.Length, columns));
            lines.Add(parser.RawRow);
        }

        return new CsvTable(path, [.. columns.Select(k => header[k])], rows, lines);
    }

    /// <summary>An error at a line.</summary>
    public static FormatException Malformed(string path, int line, string expected) => new($"{path}, line {line}: {expected}.");

    /// <summary>What a user's text looks like in a message: its beginning, without characters that a terminal would obey.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string start = new([.. text.Take(ShownCharacters).Select(c => IsObeyed(c) ? '?' : c)]);
        return text.Length > ShownCharacters ? start + "…" : start;

        static bool IsObeyed(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
    }

    private static bool Next(CsvParser parser, string path)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw Malformed(path, parser.RawRow, $"expected cells of at most {LongestCell} characters (is a quote not closed?)");
        }
    }

    private static int[] Columns(string path, string[] header)
    {
        int[] columns = [.. Enumerable.Range(0, header.Length).Where(k => header[k].StartsWith('u') || header[k].StartsWith('y'))];
        if (!columns.Any(k => header[k].StartsWith('u')) || !columns.Any(k => header[k].StartsWith('y')))
        {
            const string Expected = $"expected a header {Example} with at least one column named u… (input) and one named y… (output)";
            throw Malformed(path, 1, $"{Expected}, found '{Shown(string.Join(",", header))}'{Hint(header)}");
        }

        foreach (int column in columns)
        {
            string name = header[column];
            if (name != Shown(name))
            {
                throw Malformed(path, 1, $"expected names of at most {ShownCharacters} printable characters, found '{Shown(name)}'");
            }

            if (Array.IndexOf(header, name) != column)
            {
                throw Malformed(path, 1, $"expected every column once, found '{name}' twice");
            }
        }

        return columns;
    }

    private static double[] Row(string path, int line, string[] cells, int width, int[] columns)
    {
        // More cells than names would be decimal commas, which must not be read as other columns.
        if (cells.Length < width || cells.Skip(width).Any(c => c.Length > 0))
        {
            string hint = cells.Length > width ? " (decimal commas?)" : string.Empty;
            throw Malformed(path, line, $"expected {width} comma-separated cells as in the header, found {cells.Length}{hint}");
        }

        return
        [
            .. columns.Select(k =>
                Number(cells[k]) ?? throw Malformed(path, line, $"expected a finite number with a decimal point, found '{Shown(cells[k])}'")
            ),
        ];
    }

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static string Hint(string[] header)
    {
        string? other =
            header.Any(h => h.Contains(';')) ? "semicolons"
            : header.Any(h => h.Contains('\t')) ? "tabs"
            : null;
        return other is null ? string.Empty : $" (its cells seem to be separated by {other}: write commas, and decimal points)";
    }
}
