using System.Collections.Generic;
using System.Globalization;
using System.IO;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Data;

/// <summary>Sequences of one .npy file: [steps, channels] or [sequences, steps, channels].</summary>
internal static class NpySequences
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static IEnumerable<Recording> Read(string path)
    {
        string file = NodeAttributes.Printable(Path.GetFileName(path));
        using FileStream stream = File.OpenRead(path);
        var header = NpyHeader.Read(stream, file);
        if (header.Shape.Length < 3)
        {
            stream.Position = 0;
            yield return new Recording(file, 0, () => NpyArray.Read(stream, file, file));
            yield break;
        }

        long start = stream.Position;
        long bytes = (long)header.Count * header.Type.Size;
        if (header.Shape.Length > 3 || header.IsColumnMajor || stream.Length - start != bytes)
        {
            string sizes = string.Join(", ", header.Shape);
            throw NpyHeader.Malformed(
                file,
                $"it is ({sizes}) with {stream.Length - start} bytes; it must be [sequences, steps, channels] in that order, {bytes} bytes"
            );
        }

        int count = header.Shape[0];
        int[] shape = header.Shape[1..];
        int elements = count == 0 ? 0 : header.Count / count;
        for (int k = 0; k < count; k++)
        {
            long own = start + ((long)k * elements * header.Type.Size);
            string name = k.ToString(CultureInfo.InvariantCulture);
            yield return new Recording(
                name,
                (double)k / count,
                () =>
                {
                    stream.Position = own;
                    return new Tensor(name, shape, NpyArray.Elements(stream, header, elements, $"{file}, sequence {name}"));
                }
            );
        }
    }
}
