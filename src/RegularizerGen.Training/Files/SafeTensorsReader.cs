using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>An open file of the safetensors format: its header is read and checked once, its tensors one by one.</summary>
internal sealed class SafeTensorsReader : IDisposable
{
    /// <summary>Bytes of the length of the header.</summary>
    public const int LengthBytes = 8;

    private const long LongestHeader = 100_000_000; // as the format's own reader

    private readonly FileStream stream;
    private readonly string path;
    private readonly long start;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is malformed; the message names the file and the tensor.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SafeTensorsReader(string path)
    {
        this.path = path;
        stream = File.OpenRead(path);
        try
        {
            byte[] header = Header();
            start = LengthBytes + header.LongLength;
            Entries = SafeTensorsHeader.Read(header, stream.Length - start, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Its tensors, in the order of the header.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The elements of a tensor, rounded to T.</summary>
    /// <exception cref="InvalidDataException">One is not finite as T.</exception>
    public T[] Read<T>(TensorEntry entry)
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

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private byte[] Header()
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
}
