using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.Tool.Onnx;

/// <summary>Elements of a tensor in a file beside the model, and nowhere else.</summary>
internal static class ExternalData
{
    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="UnusableInputException">The file lies outside of the model's folder, is not there, or is too short.</exception>
    public static byte[] Read(TensorProto tensor, string folder, long bytes)
    {
        string location =
            Entry(tensor, "location") ?? throw new UnusableInputException($"External data of tensor '{tensor.Name}' has no location.");
        string path = Within(folder, location, tensor.Name);
        long offset = Number(tensor, "offset") ?? 0;
        long length = Number(tensor, "length") ?? bytes;
        if (length != bytes)
        {
            throw new UnusableInputException($"External data of tensor '{tensor.Name}' has {length} bytes; its sizes need {bytes}.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            if (offset < 0 || offset > stream.Length || bytes > stream.Length - offset)
            {
                throw new UnusableInputException(
                    $"External data of tensor '{tensor.Name}' is {bytes} bytes at {offset}; '{location}' has {stream.Length}."
                );
            }

            byte[] data = new byte[bytes];
            stream.Position = offset;
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"External data of tensor '{tensor.Name}' cannot be read: {problem.Message}", problem);
        }
    }

    private static string Within(string folder, string location, string tensor)
    {
        var outside = new UnusableInputException($"External data of tensor '{tensor}' lies outside of the model's folder: '{location}'.");
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location))
        {
            throw outside;
        }

        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, location));
        if (!path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw outside;
        }

        // No link on the way may lead out, either.
        for (string? part = path; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                throw outside;
            }
        }

        return path;
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key) =>
        Entry(tensor, key) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw new UnusableInputException($"External data of tensor '{tensor.Name}' has the {key} '{text}'.");
}
