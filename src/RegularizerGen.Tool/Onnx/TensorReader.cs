using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using static RegularizerGen.Tool.Onnx.TensorProto.Types;

namespace RegularizerGen.Tool.Onnx;

/// <summary>Numbers of a tensor message. Nothing is reserved that the file does not hold.</summary>
internal static class TensorReader
{
    /// <summary>Reads a tensor.</summary>
    /// <exception cref="UnusableInputException">Its type is none of numbers, its sizes are negative, or it does not hold as many elements
    /// as they say.</exception>
    public static Tensor Read(TensorProto tensor, string folder)
    {
        int[] shape = Shape(tensor, out long count);
        var type = (DataType)tensor.DataType;
        int size = type switch
        {
            DataType.Float or DataType.Int32 => 4,
            DataType.Double or DataType.Int64 => 8,
            DataType.Float16 or DataType.Bfloat16 => 2,
            _ => throw new UnusableInputException(
                $"Tensor '{tensor.Name}' is of element type {tensor.DataType}; types that are read are float, double, float16, bfloat16, int32 and int64."
            ),
        };
        double[] values;
        if (tensor.DataLocation == DataLocation.External)
        {
            values = Raw(ExternalData.Read(tensor, folder, count * size), type, size);
        }
        else if (tensor.RawData.Length > 0)
        {
            RequireCount(tensor, count, tensor.RawData.Length / (double)size);
            values = Raw(tensor.RawData.Span, type, size);
        }
        else
        {
            values = Typed(tensor, type);
            RequireCount(tensor, count, values.Length);
        }

        return new Tensor(tensor.Name, shape, values);
    }

    private static int[] Shape(TensorProto tensor, out long count)
    {
        Int128 product = 1;
        foreach (long size in tensor.Dims)
        {
            product = size is < 0 or > int.MaxValue || product > int.MaxValue ? -1 : product * size;
            if (product < 0)
            {
                break;
            }
        }

        if (product is var all && (all < 0 || all > Array.MaxLength))
        {
            throw new UnusableInputException($"Tensor '{tensor.Name}' has sizes [{string.Join(", ", tensor.Dims)}], which no array has.");
        }

        count = (long)product;
        return [.. tensor.Dims.Select(d => (int)d)];
    }

    private static void RequireCount(TensorProto tensor, long expected, double held)
    {
        if (held != expected)
        {
            throw new UnusableInputException(
                $"Tensor '{tensor.Name}' has sizes [{string.Join(", ", tensor.Dims)}], but holds {held:0.##} elements."
            );
        }
    }

    private static double[] Typed(TensorProto tensor, DataType type) =>
        type switch
        {
            DataType.Float => [.. tensor.FloatData.Select(v => (double)v)],
            DataType.Double => [.. tensor.DoubleData],
            DataType.Int64 => [.. tensor.Int64Data.Select(v => (double)v)],
            DataType.Int32 => [.. tensor.Int32Data.Select(v => (double)v)],
            DataType.Float16 => [.. tensor.Int32Data.Select(v => (double)BitConverter.UInt16BitsToHalf((ushort)v))],
            _ => [.. tensor.Int32Data.Select(v => Bfloat16((ushort)v))],
        };

    private static double[] Raw(ReadOnlySpan<byte> bytes, DataType type, int size)
    {
        double[] values = new double[bytes.Length / size];
        for (int k = 0; k < values.Length; k++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(k * size, size);
            values[k] = type switch
            {
                DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(element),
                DataType.Double => BinaryPrimitives.ReadDoubleLittleEndian(element),
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
                DataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                DataType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                _ => Bfloat16(BinaryPrimitives.ReadUInt16LittleEndian(element)),
            };
        }

        return values;
    }

    private static double Bfloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
