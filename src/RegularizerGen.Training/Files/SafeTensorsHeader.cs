using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace RegularizerGen.Training;

/// <summary>A tensor as the header of a file describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Where its data begin, in bytes from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record TensorEntry(string Name, string Type, long[] Shape, long Begin, long End);

/// <summary>The JSON header of a safetensors file, in both directions. Reading is strict: every tensor is of a known type, its bytes are as
/// many as its shape says, and all tensors together are the data, without gaps and overlaps.</summary>
internal static class SafeTensorsHeader
{
    private const string Metadata = "__metadata__";

    /// <summary>Reads a header.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="dataLength">Bytes after it.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidDataException">It is malformed; the message names the file and the tensor.</exception>
    public static IReadOnlyList<TensorEntry> Read(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (JsonProperty property in Properties(document.RootElement, path, "the header"))
            {
                string name = property.Name;
                if (!seen.Add(name))
                {
                    throw Malformed(path, $"there are two tensors '{name}'");
                }

                if (name == Metadata)
                {
                    RequireMetadata(property.Value, path);
                }
                else
                {
                    entries.Add(name, Entry(name, property.Value, path));
                }
            }

            RequireWhole([.. entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End)], dataLength, path);
            return [.. entries.Values];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}': the header is no JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Writes a header for tensors that follow each other, filled up with spaces to a multiple of 8 bytes.</summary>
    public static byte[] Write(IEnumerable<TensorEntry> entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Metadata);
            writer.WriteString("format", "pt"); // readers of PyTorch models ask for it
            writer.WriteEndObject();
            foreach (TensorEntry entry in entries)
            {
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", entry.Type);
                WriteNumbers(writer, "shape", entry.Shape);
                WriteNumbers(writer, "data_offsets", [entry.Begin, entry.End]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    internal static InvalidDataException Malformed(string path, string what) => new($"'{path}': {what}.");

    private static TensorEntry Entry(string name, JsonElement value, string path)
    {
        Dictionary<string, JsonElement> parts = [];
        foreach (JsonProperty part in Properties(value, path, $"tensor '{name}'"))
        {
            if (part.Name is not ("dtype" or "shape" or "data_offsets") || !parts.TryAdd(part.Name, part.Value))
            {
                throw Malformed(path, $"tensor '{name}' has an unknown or second '{part.Name}'");
            }
        }

        if (parts.Count < 3 || parts["dtype"].ValueKind != JsonValueKind.String)
        {
            throw Malformed(path, $"tensor '{name}' lacks its dtype, shape or data_offsets");
        }

        string type = parts["dtype"].GetString()!;
        if (TensorType.Size(type) == 0)
        {
            throw Malformed(path, $"tensor '{name}' is of type '{type}'; {TensorType.Known} are read");
        }

        long[] shape = Numbers(parts["shape"], path, name, "shape");
        long[] offsets = Numbers(parts["data_offsets"], path, name, "data_offsets");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Malformed(path, $"tensor '{name}' has no begin and end in its data_offsets");
        }

        Int128 bytes = TensorType.Size(type);
        foreach (long size in shape)
        {
            // Once beyond 64 bits it is beyond every file, unless a size is 0.
            bytes = bytes > long.MaxValue && size > 0 ? bytes : bytes * size;
        }

        return bytes == offsets[1] - offsets[0]
            ? new TensorEntry(name, type, shape, offsets[0], offsets[1])
            : throw Malformed(
                path,
                $"tensor '{name}' of {type} [{string.Join(", ", shape)}] has {offsets[1] - offsets[0]} bytes, which do not fit its shape"
            );
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement value, string path, string what) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Malformed(path, $"{what} is no JSON object");

    private static long[] Numbers(JsonElement value, string path, string tensor, string name)
    {
        var numbers = new List<long>();
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in value.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0)
                {
                    throw Malformed(path, $"tensor '{tensor}' has {element} in its {name}, no whole number of at least 0");
                }

                numbers.Add(number);
            }

            return [.. numbers];
        }

        throw Malformed(path, $"tensor '{tensor}' has no list as its {name}");
    }

    private static void RequireMetadata(JsonElement value, string path)
    {
        foreach (JsonProperty property in Properties(value, path, Metadata))
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw Malformed(path, $"{Metadata} has '{property.Name}', which is no text");
            }
        }
    }

    private static void RequireWhole(TensorEntry[] ordered, long dataLength, string path)
    {
        long end = 0;
        foreach (TensorEntry entry in ordered)
        {
            if (entry.Begin != end)
            {
                string what = entry.Begin < end ? "overlaps the one before it" : "leaves a gap before it";
                throw Malformed(path, $"tensor '{entry.Name}' {what}: its data begin at {entry.Begin}, not {end}");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw Malformed(path, $"there are {dataLength} bytes of data, and the tensors have {end}");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
