using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>A text file of columns as publishers write them: commas or white space, names in quotes or without, cells that are empty, and a
/// comma at the end of lines.</summary>
public sealed class ColumnFile
{
    private readonly string path;
    private readonly string[] names;
    private readonly List<string[]> rows;
    private readonly int firstLine;

    private ColumnFile(string path, string[] names, List<string[]> rows, int firstLine) =>
        (this.path, this.names, this.rows, this.firstLine) = (path, names, rows, firstLine);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hasNames">Whether its first line has the names of the columns.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It has no rows.</exception>
    public static ColumnFile Read(string path, bool hasNames)
    {
        var rows = new List<string[]>();
        foreach (string line in File.ReadLines(path).TakeWhile(l => !string.IsNullOrWhiteSpace(l)))
        {
            rows.Add(Cells(line));
        }

        int names = hasNames ? 1 : 0;
        return rows.Count > names
            ? new ColumnFile(path, hasNames ? rows[0] : [], rows[names..], names + 1)
            : throw new FormatException($"{path}: expected rows of numbers, found none.");
    }

    /// <summary>The column of a name.</summary>
    /// <exception cref="FormatException">There is none, or a cell is no number; the message has file and line.</exception>
    public double[] Column(string name)
    {
        int column = Array.IndexOf(names, name);
        return column >= 0
            ? Column(column)
            : throw new FormatException($"{path}, line 1: expected a column '{name}', found {string.Join(", ", names)}.");
    }

    /// <summary>The column of a number, from 0 on.</summary>
    /// <exception cref="FormatException">A line is too short, or a cell is no number; the message has file and line.</exception>
    public double[] Column(int column) =>
        [
            .. rows.Select(
                (cells, row) =>
                    column < cells.Length
                    && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    && double.IsFinite(value)
                        ? value
                        : throw new FormatException($"{path}, line {row + firstLine}: expected a finite number in column {column + 1}.")
            ),
        ];

    private static string[] Cells(string line) =>
        line.Contains(',')
            ? [.. line.Split(',').Select(c => c.Trim().Trim('"'))]
            : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
