using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using RegularizerGen.Tool.Onnx;
using static RegularizerGen.Tool.Onnx.AttributeProto.Types;

namespace RegularizerGen.Tool.Tests;

/// <summary>Writes ONNX models for tests.</summary>
internal sealed class OnnxWriter
{
    private readonly ModelProto model = new()
    {
        IrVersion = 8,
        Graph = new GraphProto { Name = "test" },
    };

    public OnnxWriter(int opset = 14) => model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });

    public GraphProto Graph => model.Graph;

    public byte[] Bytes => model.ToByteArray();

    /// <summary>An input; sizes below 0 are left open.</summary>
    public OnnxWriter Input(string name, params int[] sizes)
    {
        Graph.Input.Add(Value(name, sizes));
        return this;
    }

    public OnnxWriter Output(string name, params int[] sizes)
    {
        Graph.Output.Add(Value(name, sizes));
        return this;
    }

    public OnnxWriter Floats(string name, int[] sizes, params float[] values)
    {
        Graph.Initializer.Add(FloatTensor(name, sizes, values));
        return this;
    }

    public OnnxWriter Longs(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node, of inputs and outputs separated by spaces; "-" is an input that is left out.</summary>
    public OnnxWriter Node(string operation, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = $"{operation.ToLowerInvariant()}{Graph.Node.Count}" };
        node.Input.AddRange(inputs.Split(' ').Select(i => i == "-" ? string.Empty : i));
        node.Output.AddRange(outputs.Split(' ').Select(o => o == "-" ? string.Empty : o));
        node.Attribute.AddRange(attributes.Select(a => Attribute(a.Name, a.Value)));
        Graph.Node.Add(node);
        return this;
    }

    public static TensorProto FloatTensor(string name, int[] sizes, float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(sizes.Select(s => (long)s));
        tensor.FloatData.AddRange(values);
        return tensor;
    }

    private static ValueInfoProto Value(string name, int[] sizes)
    {
        var shape = new TensorShapeProto();
        foreach (int size in sizes)
        {
            shape.Dim.Add(size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = $"d{shape.Dim.Count}" } : new() { DimValue = size });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                attribute.I = number;
                attribute.Type = AttributeType.Int;
                break;
            case float number:
                attribute.F = number;
                attribute.Type = AttributeType.Float;
                break;
            case string text:
                attribute.S = ByteString.CopyFromUtf8(text);
                attribute.Type = AttributeType.String;
                break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = AttributeType.Ints;
                break;
            case float[] numbers:
                attribute.Floats.AddRange(numbers);
                attribute.Type = AttributeType.Floats;
                break;
            case string[] texts:
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeType.Strings;
                break;
            case GraphProto graph:
                attribute.G = graph;
                attribute.Type = AttributeType.Graph;
                break;
            default:
                throw new ArgumentException($"No attribute is a {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
