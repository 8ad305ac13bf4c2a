using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace RegularizerGen.Tool.Files;

/// <summary>The header of an array as NumPy saves it (numpy.lib.format, versions 1 to 3): what its bytes are.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="IsColumnMajor">Whether the first axis runs fastest.</param>
/// <param name="Shape">Its sizes; their product is that of an array.</param>
internal sealed partial record NpyHeader(NpyType Type, bool IsColumnMajor, int[] Shape)
{
    private const int LongestHeader = 1 << 16;

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Reads a header; the stream is then at the first element.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is malformed, of a type that is no real number, or too large.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        byte[] start = new byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
        {
            throw Malformed(name, "it does not begin as a .npy file does");
        }

        byte[] length = new byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(length);
        long bytes = length.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (start[6] is < 1 or > 3 || bytes > LongestHeader)
        {
            throw Malformed(name, $"its header is of version {start[6]} with {bytes} bytes");
        }

        byte[] header = new byte[bytes];
        stream.ReadExactly(header);
        return Parse(Encoding.UTF8.GetString(header), name);
    }

    /// <summary>An error of a file.</summary>
    public static InvalidDataException Malformed(string name, string what) => new($"{name}: {what}.");

    private static NpyHeader Parse(string text, string name)
    {
        Match match = Fields().Match(text);
        if (!match.Success)
        {
            throw Malformed(name, "its header has not just descr, fortran_order and shape, or its elements are no numbers");
        }

        Int128 count = 1;
        int[] shape = Array.ConvertAll(
            match.Groups["size"].Captures.Select(c => c.Value).ToArray(),
            size =>
            {
                if (!int.TryParse(size, CultureInfo.InvariantCulture, out int value) || (count *= value) > Array.MaxLength)
                {
                    throw Malformed(name, $"its sizes ({match.Groups["shape"].Value}) are those of no array");
                }

                return value;
            }
        );
        string type = match.Groups["type"].Value;
        return new NpyHeader(
            NpyType.Of(type) ?? throw Malformed(name, $"its elements are of type '{type}'; floats and integers of up to 8 bytes are read"),
            match.Groups["order"].Value == "True",
            shape
        );
    }

    /// <summary>A Python dictionary with just these keys, which NumPy writes in the order of the alphabet.</summary>
    [GeneratedRegex(
        """^\{'descr': '(?<type>[^']{1,20})', 'fortran_order': (?<order>True|False), """
            + """'shape': \((?<shape>(?:(?<size>\d{1,20})L?(?:, ?|(?=\)))){0,32})\),? ?\} *\n?$"""
    )]
    private static partial Regex Fields();
}
