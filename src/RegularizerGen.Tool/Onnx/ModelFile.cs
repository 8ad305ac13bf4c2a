using System;
using System.Collections.Generic;
using System.IO;
using Google.Protobuf;

namespace RegularizerGen.Tool.Onnx;

/// <summary>An ONNX file with the constants of its graph.</summary>
internal sealed class ModelFile
{
    private const long LargestFile = int.MaxValue; // a message of protobuf is no longer

    private ModelFile(ModelProto model, string folder)
    {
        Graph = model.Graph;
        Folder = folder;
    }

    /// <summary>The outermost graph.</summary>
    public GraphProto Graph { get; }

    /// <summary>Where external data lies.</summary>
    public string Folder { get; }

    /// <summary>Tensors that stand in for inputs of the graph, by name.</summary>
    public Dictionary<string, TensorProto> Given { get; } = [];

    /// <summary>Reads a model.</summary>
    /// <exception cref="UnusableInputException">It is none.</exception>
    public static ModelFile Read(string path) =>
        Parse(ReadBytes(path), Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Reads a model from memory.</summary>
    /// <inheritdoc cref="Read"/>
    public static ModelFile Parse(byte[] bytes, string name, string folder)
    {
        ModelProto model = Message(ModelProto.Parser, bytes, name, "ONNX model");
        return model.Graph is { Node.Count: > 0 }
            ? new ModelFile(model, folder)
            : throw new UnusableInputException($"{name} is no ONNX model: it has no graph with nodes.");
    }

    /// <summary>Reads a tensor that stands in for an input of the graph.</summary>
    /// <exception cref="UnusableInputException">It is none.</exception>
    public void Give(string name, string path) =>
        Given[name] = Message(TensorProto.Parser, ReadBytes(path), Path.GetFileName(path), "tensor");

    private static T Message<T>(MessageParser<T> parser, byte[] bytes, string name, string kind)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new UnusableInputException($"{name} is no {kind}: {problem.Message}", problem);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length < LargestFile
                ? File.ReadAllBytes(path)
                : throw new UnusableInputException($"{Path.GetFileName(path)} has {length} bytes; a model has less than 2 GiB.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException(problem.Message, problem);
        }
    }
}
