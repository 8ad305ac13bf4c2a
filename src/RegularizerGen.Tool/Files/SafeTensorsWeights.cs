using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Tool.Onnx;
using RegularizerGen.Training;

namespace RegularizerGen.Tool.Files;

/// <summary>Weights of a safetensors file, whatever their names and shapes: these are read of its header, and all else is checked and read
/// by <see cref="StateDictionary{T}"/>.</summary>
internal static class SafeTensorsWeights
{
    private const int LengthBytes = 8;

    /// <summary>Reads them.</summary>
    /// <exception cref="UnusableInputException">The file is malformed, or an element is not finite.</exception>
    public static IReadOnlyList<Tensor> Read(string path)
    {
        try
        {
            Tensor[] tensors =
            [
                .. Shapes(path).Select(s => new Tensor(s.Name, s.Shape, new double[s.Shape.Aggregate(1, (p, d) => p * d)])),
            ];
            tensors
                .Aggregate(new StateDictionary<double>(), (all, tensor) => all.Add(tensor.Name, tensor.Values, [.. tensor.Shape]))
                .Load(path);
            return tensors;
        }
        catch (Exception problem)
            when (problem
                    is IOException
                        or InvalidDataException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or FormatException
                        or OverflowException
            )
        {
            throw new UnusableInputException(problem.Message, problem);
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Shapes(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] length = new byte[LengthBytes];
        stream.ReadExactly(length);
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (bytes > (ulong)(stream.Length - LengthBytes))
        {
            throw new InvalidDataException(
                $"'{Path.GetFileName(path)}': its header would have {bytes} bytes; the file has {stream.Length}."
            );
        }

        byte[] header = new byte[bytes];
        stream.ReadExactly(header);
        using var document = JsonDocument.Parse(header);
        foreach (JsonProperty tensor in document.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
        {
            int[] shape = tensor.Value.TryGetProperty("shape", out JsonElement sizes)
                ? [.. sizes.EnumerateArray().Select(s => s.GetInt32())]
                : throw new InvalidDataException($"'{Path.GetFileName(path)}': tensor '{tensor.Name}' has no shape.");
            // No more elements than the file has bytes: nothing is reserved for what is not there.
            Int128 count = shape.Aggregate((Int128)1, (product, size) => product > stream.Length ? product : product * size);
            yield return count >= 0 && count <= stream.Length && shape.All(s => s >= 0)
                ? (tensor.Name, shape)
                : throw new InvalidDataException($"'{Path.GetFileName(path)}': tensor '{tensor.Name}' is larger than the file.");
        }
    }
}
