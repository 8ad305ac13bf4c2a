using System;
using System.Collections.Generic;
using System.Linq;
using static RegularizerGen.Tool.Onnx.AttributeProto.Types;

namespace RegularizerGen.Tool.Onnx;

/// <summary>The attributes of a node by name, each of the type that its operator declares.</summary>
internal sealed class NodeAttributes(NodeProto node)
{
    /// <summary>What messages call the node.</summary>
    public string Title { get; } = Describe(node);

    /// <summary>A whole number.</summary>
    public long? Int(string name) => Find(name, AttributeType.Int)?.I;

    /// <summary>A number.</summary>
    public float? Float(string name) => Find(name, AttributeType.Float)?.F;

    /// <summary>A text.</summary>
    public string? Text(string name) => Find(name, AttributeType.String)?.S.ToStringUtf8();

    /// <summary>Whole numbers.</summary>
    public IReadOnlyList<long>? Ints(string name) => Find(name, AttributeType.Ints)?.Ints;

    /// <summary>Numbers; empty where there are none.</summary>
    public IReadOnlyList<float> Floats(string name) => Find(name, AttributeType.Floats)?.Floats.ToArray() ?? [];

    /// <summary>Texts.</summary>
    public IReadOnlyList<string>? Texts(string name) => Find(name, AttributeType.Strings)?.Strings.Select(s => s.ToStringUtf8()).ToArray();

    /// <summary>A tensor.</summary>
    public TensorProto? Tensor(string name) => Find(name, AttributeType.Tensor)?.T;

    /// <summary>A flag of 0 or 1.</summary>
    /// <exception cref="UnusableInputException">It is anything else.</exception>
    public bool Flag(string name) =>
        Int(name) switch
        {
            null or 0 => false,
            1 => true,
            var other => throw new UnusableInputException($"{Title}: attribute '{name}' is {other}; it must be 0 or 1."),
        };

    /// <summary>A node for people: its operator, and its name or first output.</summary>
    public static string Describe(NodeProto node) =>
        $"{Printable(node.OpType)} '{Printable(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? string.Empty)}'";

    /// <summary>A name from a file, without what would break a line or drive a terminal.</summary>
    public static string Printable(string name)
    {
        string clean = new([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
        return clean.Length <= 80 ? clean : clean[..79] + "…";
    }

    private AttributeProto? Find(string name, AttributeType type)
    {
        AttributeProto? found = node.Attribute.FirstOrDefault(a => a.Name == name);
        return found is null || found.Type == type || found.Type == AttributeType.Undefined
            ? found
            : throw new UnusableInputException($"{Title}: attribute '{name}' is of type {found.Type}; it must be {type}.");
    }
}
