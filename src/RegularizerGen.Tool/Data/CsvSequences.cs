using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using CsvHelper.Configuration;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Data;

/// <summary>Sequences of a CSV file: a row per step, a header or none, an empty line between sequences; separated by commas, semicolons
/// or tabs, with decimal points.</summary>
internal sealed class CsvSequences
{
    private const int LongestCell = 1000;
    private static readonly string[] Delimiters = [",", ";", "\t"];

    private readonly string file;
    private readonly IReadOnlyList<string>? columns;
    private int[]? chosen;
    private int width = -1;

    private CsvSequences(string file, IReadOnlyList<string>? columns)
    {
        this.file = file;
        this.columns = columns;
    }

    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the columns, in the order of the input's channels; null for all.</param>
    /// <exception cref="UnusableInputException">A cell is no number, rows differ in length, or there is no column of a name.</exception>
    public static IEnumerable<Recording> Read(string path, IReadOnlyList<string>? columns) =>
        new CsvSequences(NodeAttributes.Printable(Path.GetFileName(path)), columns).Read(path);

    private IEnumerable<Recording> Read(string path)
    {
        using var reader = new StreamReader(path);
        using var parser = new CsvParser(reader, Configuration(path));
        var rows = new List<double[]>();
        long number = 0;
        bool isFirst = true;
        while (parser.Read())
        {
            string[] cells = parser.Record!;
            if (cells.Length == 1 && cells[0].Length == 0)
            {
                if (rows.Count > 0)
                {
                    yield return Take();
                }
            }
            else if (!isFirst || !IsHeader(cells))
            {
                rows.Add(Row(cells, parser.RawRow));
            }

            isFirst = false;
        }

        if (rows.Count > 0)
        {
            yield return Take();
        }

        Recording Take()
        {
            double[][] own = [.. rows];
            rows.Clear();
            double share = (double)reader.BaseStream.Position / reader.BaseStream.Length;
            string name = number++.ToString(CultureInfo.InvariantCulture);
            return new Recording(name, share, () => Recording.Of(name, own));
        }
    }

    private CsvConfiguration Configuration(string path)
    {
        string first = File.ReadLines(path).FirstOrDefault() ?? string.Empty;
        return new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiters.MaxBy(d => first.Split(d).Length)!,
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = false,
            MaxFieldSize = LongestCell,
            BadDataFound = bad => throw Malformed(bad.Context.Parser!.RawRow, "a cell has quotes within"),
        };
    }

    /// <summary>Whether the first row names columns; finds those that are asked for.</summary>
    private bool IsHeader(string[] cells)
    {
        bool isHeader = cells.Any(c => Number(c) is null);
        if (columns is null || !isHeader)
        {
            return columns is null ? isHeader : throw new UnusableInputException($"{file} has no header; --columns names its cells.");
        }

        width = cells.Length;
        chosen = [.. columns.Select(name => Column(cells, name))];
        return true;
    }

    private int Column(string[] header, string name)
    {
        int column = Array.IndexOf(header, name);
        string? wrong =
            column < 0 ? "no column"
            : Array.LastIndexOf(header, name) != column ? "more than one column"
            : null;
        return wrong is null
            ? column
            : throw new UnusableInputException(
                $"{file} has {wrong} '{NodeAttributes.Printable(name)}'; "
                    + $"it has {string.Join(", ", header.Select(NodeAttributes.Printable))}."
            );
    }

    private double[] Row(string[] cells, int line)
    {
        width = width < 0 ? cells.Length : width;
        if (cells.Length != width)
        {
            throw Malformed(line, $"it has {cells.Length} cells; those before have {width}");
        }

        IEnumerable<string> own = chosen is null ? cells : chosen.Select(k => cells[k]);
        return [.. own.Select(c => Number(c) ?? throw Malformed(line, $"'{NodeAttributes.Printable(c)}' is no finite number"))];
    }

    private UnusableInputException Malformed(int line, string what) => new($"{file}, line {line}: {what}.");

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
