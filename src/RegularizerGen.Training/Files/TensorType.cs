using System;
using System.Buffers.Binary;
using System.Numerics;

namespace RegularizerGen.Training;

/// <summary>The element types of safetensors files that are read, all little-endian.</summary>
internal static class TensorType
{
    /// <summary>Names of the types.</summary>
    public const string Known = "F64, F32, F16, BF16";

    /// <summary>Bytes of an element; 0 for types that are not read.</summary>
    public static int Size(string type) =>
        type switch
        {
            "F64" => sizeof(double),
            "F32" => sizeof(float),
            "F16" or "BF16" => sizeof(ushort),
            _ => 0,
        };

    /// <summary>The type that elements are written as.</summary>
    public static string Of<T>() => typeof(T) == typeof(float) ? "F32" : "F64";

    /// <summary>Reads elements, rounded to T.</summary>
    public static void Read<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = Size(type);
        for (int k = 0; k < values.Length; k++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(k * size, size);
            values[k] = type switch
            {
                "F64" => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(element)),
                "F32" => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(element)),
                "F16" => T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(element)),
                _ => T.CreateTruncating(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16)),
            };
        }
    }

    /// <summary>Writes elements as the type of T.</summary>
    public static void Write<T>(ReadOnlySpan<T> values, Span<byte> bytes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (typeof(T) == typeof(float))
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(k * sizeof(float))..], float.CreateTruncating(values[k]));
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(k * sizeof(double))..], double.CreateTruncating(values[k]));
            }
        }
    }
}
