using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Tool.Onnx;
using RegularizerGen.Training;

namespace RegularizerGen.Tool.Files;

/// <summary>Tensors of a safetensors file, whatever their names and shapes.</summary>
internal static class SafeTensorsWeights
{
    /// <summary>Reads all of them.</summary>
    /// <exception cref="UnusableInputException">The file is malformed, or an element is not finite.</exception>
    public static IReadOnlyList<Tensor> Read(string path) =>
        Unusable.Unless(() =>
        {
            using var reader = new SafeTensorsReader(path);
            return reader.Entries.Select(e => Read(reader, e)).ToArray();
        });

    /// <summary>Reads one of them.</summary>
    public static Tensor Read(SafeTensorsReader reader, TensorEntry entry) =>
        new(NodeAttributes.Printable(entry.Name), [.. entry.Shape.Select(s => checked((int)s))], reader.Read<double>(entry));
}
