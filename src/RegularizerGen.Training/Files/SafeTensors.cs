using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>Files of the safetensors format: the length of the header in 8 bytes, little-endian, a JSON header, then the data.</summary>
internal static class SafeTensors
{
    private const int LengthBytes = 8;
    private const long LongestHeader = 100_000_000; // as the format's own reader

    /// <summary>Writes tensors one after the other: to a new file beside the old one, which it then replaces.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, IReadOnlyList<(string Name, long[] Shape, T[] Values)> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string type = TensorType.Of<T>();
        int size = TensorType.Size(type);
        long end = 0;
        byte[] header = SafeTensorsHeader.Write(
            tensors.Select(t => new TensorEntry(t.Name, type, t.Shape, end, end += t.Values.LongLength * size)).ToArray()
        );
        string fresh = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream stream = File.Create(fresh))
            {
                byte[] length = new byte[LengthBytes];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach ((_, _, T[] values) in tensors)
                {
                    byte[] bytes = new byte[values.Length * size];
                    TensorType.Write<T>(values, bytes);
                    stream.Write(bytes);
                }
            }

            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Reads the tensors that are wanted, rounded to T.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Their names and shapes.</param>
    /// <param name="allowOthers">Whether the file may hold others, too.</param>
    /// <exception cref="InvalidDataException">The file is malformed, lacks a tensor, holds one that is not wanted or of another shape, or
    /// an element is not finite as T; the message names the file and the tensor.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<T[]> Read<T>(string path, IReadOnlyList<(string Name, long[] Shape)> wanted, bool allowOthers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using FileStream stream = File.OpenRead(path);
        byte[] header = Header(stream, path);
        long start = LengthBytes + header.LongLength;
        IReadOnlyList<TensorEntry> entries = SafeTensorsHeader.Read(header, stream.Length - start, path);
        if (!allowOthers && entries.FirstOrDefault(e => wanted.All(w => w.Name != e.Name)) is { } other)
        {
            throw SafeTensorsHeader.Malformed(path, $"tensor '{other.Name}' is not wanted; wanted are {Names(wanted)}");
        }

        return [.. wanted.Select(w => Tensor<T>(stream, start, Find(entries, w.Name, w.Shape, path), path))];
    }

    private static byte[] Header(FileStream stream, string path)
    {
        byte[] length = new byte[LengthBytes];
        if (stream.Length < LengthBytes)
        {
            throw SafeTensorsHeader.Malformed(path, $"it has {stream.Length} bytes, fewer than the length of a header");
        }

        stream.ReadExactly(length);
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (bytes > (ulong)Math.Min(stream.Length - LengthBytes, LongestHeader))
        {
            throw SafeTensorsHeader.Malformed(path, $"its header would have {bytes} bytes; the file has {stream.Length}");
        }

        byte[] header = new byte[bytes];
        stream.ReadExactly(header);
        return header;
    }

    private static TensorEntry Find(IReadOnlyList<TensorEntry> entries, string name, long[] shape, string path)
    {
        TensorEntry entry =
            entries.FirstOrDefault(e => e.Name == name) ?? throw SafeTensorsHeader.Malformed(path, $"there is no tensor '{name}'");
        return entry.Shape.AsSpan().SequenceEqual(shape)
            ? entry
            : throw SafeTensorsHeader.Malformed(
                path,
                $"tensor '{name}' is [{string.Join(", ", entry.Shape)}]; it must be [{string.Join(", ", shape)}]"
            );
    }

    private static T[] Tensor<T>(FileStream stream, long start, TensorEntry entry, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        byte[] bytes = new byte[entry.End - entry.Begin];
        stream.Position = start + entry.Begin;
        stream.ReadExactly(bytes);
        T[] values = new T[bytes.Length / TensorType.Size(entry.Type)];
        TensorType.Read<T>(entry.Type, bytes, values);
        int wrong = Array.FindIndex(values, v => !T.IsFinite(v));
        return wrong < 0
            ? values
            : throw SafeTensorsHeader.Malformed(path, $"tensor '{entry.Name}' is not finite as {typeof(T).Name} at position {wrong}");
    }

    private static string Names(IReadOnlyList<(string Name, long[] Shape)> wanted) => string.Join(", ", wanted.Select(w => w.Name));
}
