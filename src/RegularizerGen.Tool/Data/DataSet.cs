using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Onnx;
using RegularizerGen.Training;

namespace RegularizerGen.Tool.Data;

/// <summary>Recorded sequences of inputs, one after the other, whatever they are stored as: their lengths may differ, and no more than one
/// is in memory (of .json: all).</summary>
internal static class DataSet
{
    /// <summary>What is read, for people.</summary>
    public const string Known =
        "CSV (a row per step, an empty line between sequences), JSON ([steps][channels] or [sequences][steps][channels]), JSON lines "
        + "(a sequence per line), .npy ([steps, channels] or [sequences, steps, channels]), .npz or .safetensors (a sequence per array), "
        + "or a folder of .csv and .npy files with a sequence each, in the order of their names";

    /// <summary>What is said where there are no sequences.</summary>
    public const string Empty = "The data has no steps.";

    /// <summary>The sequences.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="columns">Columns of CSV files by name; null for all.</param>
    /// <exception cref="UnusableInputException">It cannot be read, is malformed, or is none of what is read.</exception>
    public static IEnumerable<Recording> Open(string path, IReadOnlyList<string>? columns)
    {
        bool isFolder = Directory.Exists(path);
        string kind = isFolder ? string.Empty : Path.GetExtension(path).ToLowerInvariant();
        return columns is not null && kind is ".json" or ".jsonl" or ".npy" or ".npz" or ".safetensors"
            ? throw new UnusableInputException($"--columns is of CSV files; {Path.GetFileName(path)} names no columns.")
            : Unusable.Each(() =>
                kind switch
                {
                    _ when isFolder => Folder(path, columns),
                    ".jsonl" or ".ndjson" => JsonSequences.Lines(path),
                    ".json" => JsonSequences.Whole(path),
                    ".npy" => NpySequences.Read(path),
                    ".npz" => NpyArray.Archive(path).Select(array => new Recording(array.Name, array.Share, array.Read)),
                    ".safetensors" => SafeTensors(path),
                    _ => CsvSequences.Read(path, columns),
                }
            );
    }

    private static IEnumerable<Recording> Folder(string path, IReadOnlyList<string>? columns)
    {
        string[] files =
        [
            .. Directory
                .EnumerateFiles(path)
                .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".csv" or ".npy")
                .Order(StringComparer.Ordinal),
        ];
        return files.Length == 0
            ? throw new UnusableInputException($"{Path.GetFileName(Path.GetFullPath(path))} has no .csv and no .npy file.")
            : files.Select(
                (file, k) =>
                {
                    string name = NodeAttributes.Printable(Path.GetFileName(file));
                    return new Recording(name, (double)k / files.Length, () => Single(file, name, columns));
                }
            );
    }

    private static Tensor Single(string file, string name, IReadOnlyList<string>? columns)
    {
        using IEnumerator<Recording> sequences = Open(file, columns).GetEnumerator();
        Tensor? one = sequences.MoveNext() ? sequences.Current.Content() : null;
        return one is null || sequences.MoveNext()
            ? throw new UnusableInputException($"{name} holds {(one is null ? "no sequence" : "more than one")}; in a folder it is one.")
            : one;
    }

    private static IEnumerable<Recording> SafeTensors(string path)
    {
        using var reader = new SafeTensorsReader(path);
        for (int k = 0; k < reader.Entries.Count; k++)
        {
            TensorEntry entry = reader.Entries[k];
            yield return new Recording(
                NodeAttributes.Printable(entry.Name),
                (double)k / reader.Entries.Count,
                () => SafeTensorsWeights.Read(reader, entry)
            );
        }
    }
}
