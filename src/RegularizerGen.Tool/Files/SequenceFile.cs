using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Tool.Network;

namespace RegularizerGen.Tool.Files;

/// <summary>Recorded sequences of inputs: JSON [steps][channels] or [sequences][steps][channels], or CSV with a row per step, a header or
/// none, and an empty line between sequences.</summary>
internal static class SequenceFile
{
    /// <summary>Reads them.</summary>
    /// <exception cref="UnusableInputException">The file is none of these, or a row is not as wide as the input.</exception>
    public static IReadOnlyList<Sequence> Read(string path, int width)
    {
        string name = Path.GetFileName(path);
        string text = TextFile.Read(path);
        double[][][] sequences = text.TrimStart().StartsWith('[') ? FromJson(name, text) : FromCsv(name, text);
        if (sequences.Length == 0 || sequences.Any(s => s.Length == 0))
        {
            throw new UnusableInputException($"{name} has no steps.");
        }

        foreach (double[] row in sequences.SelectMany(s => s))
        {
            if (row.Length != width || row.Any(v => !double.IsFinite(v)))
            {
                throw new UnusableInputException($"{name} has a step of {row.Length} numbers; the input has {width}, all finite.");
            }
        }

        return [.. sequences.Select(s => new Sequence(width, [.. s.SelectMany(row => row)]))];
    }

    private static double[][][] FromJson(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement all = document.RootElement;
            bool isOne = all.GetArrayLength() > 0 && all[0].GetArrayLength() > 0 && all[0][0].ValueKind == JsonValueKind.Number;
            return isOne ? [Steps(all)] : [.. all.EnumerateArray().Select(Steps)];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw new UnusableInputException($"{name} is no JSON of [steps][channels]: {problem.Message}", problem);
        }
    }

    private static double[][] Steps(JsonElement sequence) =>
        [.. sequence.EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    private static double[][][] FromCsv(string name, string text)
    {
        var sequences = new List<List<double[]>> { new() };
        string[] lines = text.ReplaceLineEndings("\n").Trim().Split('\n');
        for (int k = 0; k < lines.Length; k++)
        {
            string[] cells = lines[k].Split(',', ';', '\t');
            double[] row = [.. cells.Select(c => double.TryParse(c, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
            if (lines[k].Trim().Length == 0)
            {
                sequences.Add([]);
            }
            else if (row.All(double.IsFinite))
            {
                sequences[^1].Add(row);
            }
            else if (k > 0)
            {
                throw new UnusableInputException($"{name}, line {k + 1}: a cell is no number.");
            }
        }

        return [.. sequences.Where(s => s.Count > 0).Select(s => s.ToArray())];
    }
}
