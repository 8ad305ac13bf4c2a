using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Files;

/// <summary>Arrays of .npy and .npz files. They are read by our own code since an array of many sequences is read one sequence at a time,
/// and nothing is reserved for what the file does not hold.</summary>
internal static class NpyArray
{
    private const int FirstPiece = 1 << 20;

    /// <summary>The arrays of an .npz file by name, in the order of the file, with the share of them that lies before; each is
    /// read where it is asked for.</summary>
    /// <exception cref="InvalidDataException">The file is no archive of arrays.</exception>
    public static IEnumerable<(string Name, double Share, Func<Tensor> Read)> Archive(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        string file = NodeAttributes.Printable(Path.GetFileName(path));
        for (int k = 0; k < archive.Entries.Count; k++)
        {
            ZipArchiveEntry entry = archive.Entries[k];
            string name = NodeAttributes.Printable(Path.GetFileNameWithoutExtension(entry.FullName));
            yield return Path.GetExtension(entry.FullName) == ".npy"
                ? (name, (double)k / archive.Entries.Count, () => Read(entry, name, $"{file}, '{name}'"))
                : throw NpyHeader.Malformed(file, $"'{NodeAttributes.Printable(entry.FullName)}' is no array");
        }
    }

    /// <summary>The whole array that a stream holds.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="name">Name of the array.</param>
    /// <param name="where">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is malformed, or an element is not finite.</exception>
    public static Tensor Read(Stream stream, string name, string where)
    {
        NpyHeader header = NpyHeader.Read(stream, where);
        double[] values = Elements(stream, header, header.Count, where);
        if (stream.ReadByte() >= 0)
        {
            throw NpyHeader.Malformed(where, "it is longer than its array");
        }

        var tensor = new Tensor(name, header.Shape, values);
        return !header.IsColumnMajor || header.Shape.Length < 2 ? tensor
            : header.Shape.Length == 2 ? ConstantFolding.Transpose(tensor.Reshaped(header.Shape[1], header.Shape[0]))
            : throw NpyHeader.Malformed(where, "it is stored with the first axis running fastest; save it as numpy.ascontiguousarray");
    }

    /// <summary>The next elements of an array.</summary>
    /// <exception cref="InvalidDataException">The file ends before, or an element is not finite.</exception>
    public static double[] Elements(Stream stream, NpyHeader header, int count, string where)
    {
        double[] values = header.Type.Decode(Bytes(stream, (long)count * header.Type.Size, where));
        int wrong = Array.FindIndex(values, v => !double.IsFinite(v));
        return wrong < 0 ? values : throw NpyHeader.Malformed(where, $"it holds {values[wrong]} at position {wrong}");
    }

    private static Tensor Read(ZipArchiveEntry entry, string name, string where)
    {
        using Stream stream = entry.Open();
        return Read(stream, name, where);
    }

    /// <summary>Bytes that are there: the buffer grows with what was read, whatever a header says.</summary>
    private static byte[] Bytes(Stream stream, long count, string where)
    {
        if (count > Array.MaxLength)
        {
            throw NpyHeader.Malformed(where, $"it has {count} bytes, more than an array");
        }

        byte[] bytes = new byte[Math.Min(count, FirstPiece)];
        int read = 0;
        while (read < count)
        {
            if (read == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            }

            int piece = stream.Read(bytes, read, bytes.Length - read);
            read += piece > 0 ? piece : throw NpyHeader.Malformed(where, $"it ends after {read} of {count} bytes");
        }

        return bytes;
    }
}
