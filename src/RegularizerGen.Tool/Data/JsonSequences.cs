using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Data;

/// <summary>Sequences of JSON: a file of them, or a line each.</summary>
internal static class JsonSequences
{
    private const int LongestLine = 1 << 28; // characters

    /// <summary>A file with [steps][channels] or [sequences][steps][channels].</summary>
    /// <exception cref="UnusableInputException">It is none of these.</exception>
    public static IEnumerable<Recording> Whole(string path)
    {
        string file = NodeAttributes.Printable(Path.GetFileName(path));
        Tensor[] all = Guard($"{file} is no JSON of [steps][channels]", () => Parse(TextFile.Read(path)));
        return all.Select((sequence, k) => new Recording(sequence.Name, (double)k / all.Length, () => sequence));
    }

    /// <summary>A file with [steps][channels] a line, or {"name": "...", "values": [steps][channels]}.</summary>
    public static IEnumerable<Recording> Lines(string path)
    {
        string file = NodeAttributes.Printable(Path.GetFileName(path));
        using var reader = new StreamReader(path);
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > LongestLine)
            {
                throw new UnusableInputException($"{file}, line {number} is longer than {LongestLine} characters.");
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                double share = reader.BaseStream.Length == 0 ? 0 : (double)reader.BaseStream.Position / reader.BaseStream.Length;
                string where = $"{file}, line {number} is no JSON of [steps][channels]";
                yield return new Recording(Name(line, number), share, () => Guard(where, () => Line(line, number)));
            }
        }
    }

    /// <summary>The name that a line gives; its number where it gives none, or is malformed, which reading it tells.</summary>
    private static string Name(string line, long number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return NameOf(document.RootElement) ?? Text(number);
        }
        catch (JsonException)
        {
            return Text(number);
        }
    }

    private static string? NameOf(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object
        && line.TryGetProperty("name", out JsonElement name)
        && name.ValueKind == JsonValueKind.String
            ? NodeAttributes.Printable(name.GetString()!)
            : null;

    private static Tensor Line(string line, long number)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return Steps(root.ValueKind == JsonValueKind.Object ? root.GetProperty("values") : root, NameOf(root) ?? Text(number));
    }

    private static Tensor[] Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement all = document.RootElement;
        bool isOne = all.GetArrayLength() > 0 && all[0].GetArrayLength() > 0 && all[0][0].ValueKind == JsonValueKind.Number;
        return isOne ? [Steps(all, "0")] : [.. all.EnumerateArray().Select((sequence, k) => Steps(sequence, Text(k)))];
    }

    private static Tensor Steps(JsonElement sequence, string name) =>
        Recording.Of(name, [.. sequence.EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static T Guard<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new UnusableInputException($"{what}: {problem.Message}", problem);
        }
    }
}
