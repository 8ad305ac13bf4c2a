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
                byte[] length = new byte[SafeTensorsReader.LengthBytes];
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
        using var reader = new SafeTensorsReader(path);
        if (!allowOthers && reader.Entries.FirstOrDefault(e => wanted.All(w => w.Name != e.Name)) is { } other)
        {
            throw SafeTensorsHeader.Malformed(path, $"tensor '{other.Name}' is not wanted; wanted are {Names(wanted)}");
        }

        return [.. wanted.Select(w => reader.Read<T>(Find(reader.Entries, w.Name, w.Shape, path)))];
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

    private static string Names(IReadOnlyList<(string Name, long[] Shape)> wanted) => string.Join(", ", wanted.Select(w => w.Name));
}
