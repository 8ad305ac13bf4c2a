using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace RegularizerGen.Tool.Tests;

/// <summary>Writes arrays as NumPy does.</summary>
internal static class NpyWriter
{
    /// <summary>A .npy file.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="values">The elements in the order of the file.</param>
    /// <param name="type">Their type.</param>
    /// <param name="isColumnMajor">What the header says of their order.</param>
    public static byte[] Bytes(int[] shape, IEnumerable<double> values, string type = "<f8", bool isColumnMajor = false)
    {
        string sizes = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        string header = $"{{'descr': '{type}', 'fortran_order': {(isColumnMajor ? "True" : "False")}, 'shape': ({sizes}), }}";
        header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)header.Length,
            (byte)(header.Length >> 8),
            .. Encoding.ASCII.GetBytes(header),
            .. values.SelectMany(v => Element(v, type)),
        ];
    }

    /// <summary>An .npz file.</summary>
    public static byte[] Archive(params (string Name, byte[] Array)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] array) in arrays)
            {
                using Stream entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(array);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Element(double value, string type)
    {
        byte[] bytes = new byte[type[2] - '0'];
        switch (type[1..])
        {
            case "f2":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                break;
            case "f4":
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                break;
            case "f8":
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                break;
            default:
                byte[] whole = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(whole, (long)value);
                bytes = whole[..bytes.Length];
                break;
        }

        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }
}
