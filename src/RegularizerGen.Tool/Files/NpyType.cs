using System;
using System.Buffers.Binary;

namespace RegularizerGen.Tool.Files;

/// <summary>A type of numbers as NumPy names it, such as "&lt;f4".</summary>
/// <param name="Kind">f, i, u or b.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
internal sealed record NpyType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>A type by its name; null for types that are not read.</summary>
    public static NpyType? Of(string name) =>
        name.Length == 3
        && name[0] is '<' or '>' or '|' or '='
        && (name[1], name[2]) is ('f', '2' or '4' or '8') or ('i' or 'u', '1' or '2' or '4' or '8') or ('b', '1')
            ? new NpyType(name[1], name[2] - '0', name[0] == '>')
            : null;

    /// <summary>Reads elements; 64-bit integers are rounded.</summary>
    /// <param name="bytes">As many as the elements have; elements of the other endianness are reversed in place.</param>
    public double[] Decode(byte[] bytes)
    {
        double[] values = new double[bytes.Length / Size];
        for (int k = 0; k < values.Length; k++)
        {
            Span<byte> element = bytes.AsSpan(k * Size, Size);
            if (IsBigEndian)
            {
                element.Reverse();
            }

            values[k] = (Kind, Size) switch
            {
                ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(element),
                ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(element),
                ('i', 1) => (sbyte)element[0],
                ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(element),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(element),
                ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(element),
                (_, 1) => element[0],
                (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(element),
                (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(element),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
            };
        }

        return values;
    }
}
