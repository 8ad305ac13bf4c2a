using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Files;

/// <summary>Weights by name: JSON {"Wi": [[...], ...], "bi": [...]}, a file of the safetensors format, or an .npz archive.</summary>
internal static class WeightFile
{
    /// <summary>Reads them.</summary>
    /// <exception cref="UnusableInputException">The file is malformed, or an element is not finite.</exception>
    public static IReadOnlyList<Tensor> Read(string path)
    {
        string name = Path.GetFileName(path);
        switch (Path.GetExtension(path))
        {
            case ".safetensors":
                return SafeTensorsWeights.Read(path);
            case ".npz":
                return Unusable.Unless(() => NpyArray.Archive(path).Select(array => array.Read()).ToArray());
        }

        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path));
            return [.. document.RootElement.EnumerateObject().Select(p => Read(p.Name, p.Value).RequireFinite())];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw new UnusableInputException($"{name} is no JSON object of arrays of numbers: {problem.Message}", problem);
        }
    }

    private static Tensor Read(string name, JsonElement element)
    {
        var shape = new List<int>();
        JsonElement inner = element;
        while (inner.ValueKind == JsonValueKind.Array && shape.Count < 3)
        {
            shape.Add(inner.GetArrayLength());
            inner = shape[^1] > 0 ? inner[0] : default;
        }

        double[] values = [.. Flat(element, shape.Count)];
        return values.Length == shape.Aggregate(1L, (product, size) => product * size)
            ? new Tensor(NodeAttributes.Printable(name), shape, values)
            : throw new FormatException($"'{NodeAttributes.Printable(name)}' has rows of different lengths");
    }

    private static IEnumerable<double> Flat(JsonElement element, int depth) =>
        depth == 0 ? [element.GetDouble()] : element.EnumerateArray().SelectMany(inner => Flat(inner, depth - 1));
}
