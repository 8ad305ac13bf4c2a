using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RegularizerGen.Tool.Audit;
using RegularizerGen.Tool.Network;
using RegularizerGen.Tool.Nodes;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Tests;

/// <summary>Files that are no models, or malicious ones: one line on standard error and exit code 1.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void MutatedFiles_AreReadOrRefused()
    {
        byte[][] models =
        [
            new NodeCase("LSTM", "bidirectional", 2, 2)
            {
                HasPeepholes = true,
                HasStart = true,
                Lengths = [6],
            }
                .Write()
                .Bytes,
            .. Networks.All.Values.Select(write => write(0.5).Bytes),
        ];
        var random = new Random(5);
        int refused = 0;
        const int count = 6000;
        for (int k = 0; k < count; k++)
        {
            byte[] bytes = Mutations.Mutate([.. models[k % models.Length]], random);
            try
            {
                Read(bytes);
            }
            catch (UnusableInputException problem)
            {
                refused++;
                Assert.NotEmpty(problem.Message);
            }
        }

        Assert.InRange(refused, count / 10, count - 1); // some are still models, many are not
    }

    /// <summary>All of an audit that reads the file; what is left compiles and certifies.</summary>
    private static void Read(byte[] bytes)
    {
        ModelFile model = ModelFile.Parse(bytes, "mutated.onnx", ".");
        IReadOnlyList<GraphScope> scopes = GraphScope.All(model);
        var stages = new Dictionary<NodeProto, RecurrentStage>(ReferenceEqualityComparer.Instance);
        foreach (GraphScope scope in scopes)
        {
            foreach (NodeProto node in scope.Graph.Node.Where(NodeReader.IsRecurrent))
            {
                RecurrentNode read = NodeReader.Read(scope, node);
                stages[node] = new RecurrentStage(read, []);
                Assert.All(read.Cells, c => Assert.NotEmpty(CellSource.Write(read, c, "Cell")));
            }
        }

        ChainReader.Read(scopes[0], stages, null);
    }

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "empty", "no graph" },
            { "text", "no ONNX model" },
            { "deep", "no ONNX model" },
            { "rooted", "outside of the model's folder" },
            { "above", "outside of the model's folder" },
            { "link", "outside of the model's folder" },
            { "absent", "cannot be read" },
            { "short", "has 4" },
            { "huge", "which no array has" },
            { "negative", "which no array has" },
            { "wrong count", "but holds" },
            { "wrong type", "element type" },
            { "not finite", "holds NaN" },
            { "no weights", "is no constant" },
            { "wrong attribute", "must be Int" },
            { "jump", "it jumps" },
            { "unknown activation", "is none of" },
            { "circle", "is no constant" },
            { "control", "is no constant" },
            { "no node", "no LSTM, GRU or RNN node" },
            { "no file", "Could not find" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileFile_IsOneLine(string kind, string part)
    {
        string path = Path.Combine(folder, "model.onnx");
        if (Bytes(kind) is { } bytes)
        {
            File.WriteAllBytes(path, bytes);
        }

        (int code, string output, string errors) = Runs.Tool("audit", path);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain(errors.TrimEnd(), char.IsControl);
    }

    private byte[]? Bytes(string kind)
    {
        switch (kind)
        {
            case "empty":
                return [];
            case "text":
                return "not a model"u8.ToArray();
            case "deep":
                return Deep();
            case "no file":
                return null;
            case "no node":
                return new OnnxWriter().Input("x", 1).Node("Relu", "x", "y").Output("y", 1).Bytes;
        }

        OnnxWriter writer = new NodeCase("LSTM")
        {
            Attributes =
                kind == "jump" ? [("activations", new[] { "Sigmoid", "ThresholdedRelu", "Tanh" })]
                : kind == "unknown activation" ? [("activations", new[] { "Sigmoid", "Swish", "Tanh" })]
                : kind == "wrong attribute" ? [("layout", 1.5f)]
                : [],
        }.Write();
        TensorProto weight = writer.Graph.Initializer[0];
        switch (kind)
        {
            case "rooted":
                External(weight, Path.Combine(Path.GetTempPath(), "w.bin"));
                break;
            case "above":
                External(weight, "inner/../../w.bin");
                break;
            case "link":
                File.CreateSymbolicLink(Path.Combine(folder, "w.bin"), "/etc/hostname");
                External(weight, "w.bin");
                break;
            case "absent":
                External(weight, "none.bin");
                break;
            case "short":
                File.WriteAllBytes(Path.Combine(folder, "w.bin"), new byte[4]);
                External(weight, "w.bin");
                break;
            case "huge":
                weight.Dims[1] = long.MaxValue;
                break;
            case "negative":
                weight.Dims[1] = -4;
                break;
            case "wrong count":
                weight.FloatData.RemoveAt(0);
                break;
            case "wrong type":
                weight.DataType = 8;
                break;
            case "not finite":
                weight.FloatData[3] = float.NaN;
                break;
            case "no weights":
                writer.Graph.Initializer.RemoveAt(0);
                break;
            case "circle":
                writer.Graph.Initializer.RemoveAt(0);
                writer.Node("Identity", "b", weight.Name).Node("Identity", weight.Name, "b");
                break;
            case "control":
                writer.Graph.Initializer.RemoveAt(0);
                writer.Graph.Node[0].Input[1] = "a\u001b[31m\nb";
                break;
        }

        return writer.Bytes;
    }

    private static void External(TensorProto tensor, string location)
    {
        tensor.FloatData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
    }

    /// <summary>Graphs within each other, far deeper than a parser's stack.</summary>
    private static byte[] Deep()
    {
        byte[] inner = [];
        for (int k = 0; k < 2000; k++)
        {
            inner = Field(1, Field(5, Field(6, inner))); // node, attribute, graph
        }

        return Field(7, inner);
    }

    private static byte[] Field(int number, byte[] content)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
        output.Flush();
        return stream.ToArray();
    }

    [Fact]
    public void ExternalData_BesideTheModel_IsRead()
    {
        OnnxWriter writer = new NodeCase("GRU").Write();
        ModelFile Parse() => ModelFile.Parse(writer.Bytes, "m", folder);
        RecurrentNode Node()
        {
            GraphScope scope = GraphScope.All(Parse())[0];
            return NodeReader.Read(scope, scope.Graph.Node[0]);
        }

        double[] expected = Node().Cells[0].Parameters;
        TensorProto weight = writer.Graph.Initializer[0];
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        byte[] bytes = [1, 2, 3, .. weight.FloatData.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(Path.Combine(folder, "data", "w.bin"), bytes);
        External(weight, "data/w.bin");
        weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "3" });
        Assert.Equal(expected, Node().Cells[0].Parameters);
    }
}
