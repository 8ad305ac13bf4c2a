using System;
using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>
/// The user's own series: a CSV file with a header; columns named u… are inputs, columns named y… are outputs, others are ignored.
/// Equidistant samples in order of time: the first half trains, the next fifth validates, the rest tests. Each column is scaled such that
/// its training rows span [-1, 1].
/// </summary>
public static class CsvExperiment
{
    private const int FewestSamples = 300;
    private const double LargestOutput = 1000;

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file is malformed, or nothing can be learned from it; the message has file, line number and
    /// what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Experiment Read(string path)
    {
        CsvTable table = CsvTable.Read(path);
        int samples = table.Rows.Count;
        if (samples < FewestSamples)
        {
            throw CsvTable.Malformed(path, table.Lines.LastOrDefault(1), $"expected at least {FewestSamples} samples, found {samples}");
        }

        int train = samples / 2;
        int validation = samples / 5;
        (int Start, int Count)[] parts = [(0, train), (train, validation), (train + validation, samples - train - validation)];
        int[] inputs = [.. Enumerable.Range(0, table.Names.Count).Where(k => table.Names[k].StartsWith('u'))];
        int[] outputs = [.. Enumerable.Range(0, table.Names.Count).Where(k => table.Names[k].StartsWith('y'))];
        float[] u = new float[samples * inputs.Length];
        float[] y = new float[samples * outputs.Length];
        for (int k = 0; k < inputs.Length; k++)
        {
            Scale(table, inputs[k], train, Trainer.InputBound, "what the networks are certified for", u.AsSpan(k), inputs.Length);
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            Scale(table, outputs[k], train, LargestOutput, "which hides everything else", y.AsSpan(k), outputs.Length);
            foreach ((int start, int count) in parts)
            {
                RequireVariation(table, outputs[k], start + Evaluation.WashOut, start + count, y.AsSpan(k), outputs.Length);
            }
        }

        var all = new Series(u, y, y);
        Series[] series = [.. parts.Select(p => all.Slice(p.Start, p.Count, inputs.Length, outputs.Length))];
        string title = CsvTable.Shown(Path.GetFileName(path));
        return new Experiment(title, Names(table, inputs), Names(table, outputs), series[0], series[1], series[2]);
    }

    private static string[] Names(CsvTable table, int[] columns) => [.. columns.Select(k => table.Names[k])];

    /// <summary>
    /// Writes a column to every <paramref name="stride"/>-th place, scaled by its training rows alone: the others are not known in
    /// training.
    /// </summary>
    private static void Scale(CsvTable table, int column, int train, double largest, string why, Span<float> target, int stride)
    {
        // Halves, since a span of the largest doubles is infinite.
        double least = table.Rows.Take(train).Min(r => r[column]) / 2;
        double span = (table.Rows.Take(train).Max(r => r[column]) / 2) - least;
        if (span == 0)
        {
            string rows = $"all training rows (down to line {table.Lines[train - 1]})";
            throw CsvTable.Malformed(
                table.Path,
                table.Lines[0],
                $"expected a column '{table.Names[column]}' that varies, found the same value in {rows}"
            );
        }

        for (int row = 0; row < table.Rows.Count; row++)
        {
            double scaled = (2 * (((table.Rows[row][column] / 2) - least) / span)) - 1;
            if (!(Math.Abs(scaled) <= largest))
            {
                throw CsvTable.Malformed(
                    table.Path,
                    table.Lines[row],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"expected '{table.Names[column]}' within ±{largest} of the range of the training rows (taken as -1 to 1), {why}, "
                            + $"found {scaled:G4}"
                    )
                );
            }

            target[row * stride] = (float)scaled;
        }
    }

    /// <summary>FIT compares the error with the variation of the output: where there is none it means nothing.</summary>
    private static void RequireVariation(CsvTable table, int column, int start, int end, ReadOnlySpan<float> values, int stride)
    {
        for (int row = start + 1; row < end; row++)
        {
            if (values[row * stride] != values[start * stride])
            {
                return;
            }
        }

        throw CsvTable.Malformed(
            table.Path,
            table.Lines[start],
            $"expected an output '{table.Names[column]}' that varies, found the same value down to line {table.Lines[end - 1]}"
        );
    }
}
