using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>
/// The user's own series: a CSV file with a header; columns named u… are inputs, columns named y… are outputs, others are ignored. Equidistant samples in
/// order of time: the first half trains, the next fifth validates, the rest tests. Each column is normalised to [-1, 1].
/// </summary>
public static class CsvExperiment
{
    private const int FewestSamples = 300;

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file is malformed; the message has file, line number and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Experiment Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0)
        {
            throw Malformed(path, 1, "expected a header line such as 'u1,u2,y1,y2', found an empty file");
        }

        string[] names = [.. lines[0].Split(',').Select(n => n.Trim())];
        int[] inputs = [.. Enumerable.Range(0, names.Length).Where(k => names[k].StartsWith('u'))];
        int[] outputs = [.. Enumerable.Range(0, names.Length).Where(k => names[k].StartsWith('y'))];
        if (inputs.Length == 0 || outputs.Length == 0)
        {
            throw Malformed(path, 1, $"expected a header with at least one column named u… (input) and one named y… (output), found '{lines[0]}'");
        }

        var rows = new List<double[]>();
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].Trim().Length > 0)
            {
                rows.Add(ReadRow(path, line + 1, lines[line], names.Length));
            }
        }

        if (rows.Count < FewestSamples)
        {
            throw Malformed(path, lines.Length, $"expected at least {FewestSamples} samples, found {rows.Count}");
        }

        float[] u = Normalised(rows, inputs);
        float[] y = Normalised(rows, outputs);
        var all = new Series(u, y, y);
        int train = rows.Count / 2;
        int validation = rows.Count / 5;
        return new Experiment(
            Path.GetFileName(path),
            [.. inputs.Select(k => names[k])],
            [.. outputs.Select(k => names[k])],
            all.Slice(0, train, inputs.Length, outputs.Length),
            all.Slice(train, validation, inputs.Length, outputs.Length),
            all.Slice(train + validation, rows.Count - train - validation, inputs.Length, outputs.Length));
    }

    private static double[] ReadRow(string path, int number, string line, int columns)
    {
        string[] cells = line.Split(',');
        if (cells.Length != columns)
        {
            throw Malformed(path, number, $"expected {columns} comma-separated numbers, found {cells.Length}");
        }

        return [.. cells.Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Malformed(path, number, $"expected a finite number with a decimal point, found '{cell.Trim()}'"))];
    }

    private static float[] Normalised(List<double[]> rows, int[] columns)
    {
        float[] result = new float[rows.Count * columns.Length];
        for (int k = 0; k < columns.Length; k++)
        {
            double least = rows.Min(r => r[columns[k]]);
            double span = rows.Max(r => r[columns[k]]) - least;
            for (int row = 0; row < rows.Count; row++)
            {
                result[(row * columns.Length) + k] = span == 0 ? 0 : (float)((2 * (rows[row][columns[k]] - least) / span) - 1);
            }
        }

        return result;
    }

    private static FormatException Malformed(string path, int line, string expected) => new($"{path}, line {line}: {expected}.");
}
