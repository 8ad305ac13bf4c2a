using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Tool.Data;
using RegularizerGen.Tool.Files;
using RegularizerGen.Tool.Network;
using RegularizerGen.Training;

namespace RegularizerGen.Tool.Tests;

/// <summary>Recorded sequences are the same whatever they are stored as; what is none is one line.</summary>
public sealed class DataSetTests : IDisposable
{
    private const int Width = 2;

    /// <summary>Of different lengths.</summary>
    private static readonly double[][] Recorded =
    [
        [1, 2, 3, 4],
        [-0.5, 0.25],
        [0, 1, 2, 3, 4, 5],
    ];

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("d.csv")]
    [InlineData("d.json")]
    [InlineData("d.jsonl")]
    [InlineData("named.jsonl")]
    [InlineData("d.npz")]
    [InlineData("d.safetensors")]
    [InlineData("folder")]
    public void Formats_HoldTheSameSequences(string name)
    {
        string path = Path.Combine(folder, name);
        Write(path, Recorded);
        Assert.Equal(Recorded, Read(path).Select(s => s.Values));
    }

    [Fact]
    public void ArrayOfThreeAxes_IsASequenceEach_AndOneOfTwoIsOne()
    {
        string path = Save("d.npy", NpyWriter.Bytes([3, 2, Width], Enumerable.Range(0, 12).Select(k => (double)k), "<f4"));
        Assert.Equal(
            [
                [0, 1, 2, 3],
                [4, 5, 6, 7],
                [8, 9, 10, 11],
            ],
            Read(path).Select(s => s.Values)
        );
        path = Save("d.npy", NpyWriter.Bytes([3, Width], Enumerable.Range(0, 6).Select(k => (double)k)));
        Assert.Equal(
            [
                [0, 1, 2, 3, 4, 5],
            ],
            Read(path).Select(s => s.Values)
        );
        path = Save("d.npy", NpyWriter.Bytes([3], [1, 2, 3]));
        Assert.Equal([1, 2, 3], DataSet.Open(path, null).Select(r => r.Read(1)).Single().Values);
    }

    [Theory]
    [InlineData("<f2")]
    [InlineData("<f4")]
    [InlineData("<f8")]
    [InlineData(">f2")]
    [InlineData(">f4")]
    [InlineData(">f8")]
    [InlineData("|i1")]
    [InlineData("<i2")]
    [InlineData(">i4")]
    [InlineData("<i8")]
    [InlineData("<u2")]
    [InlineData(">u4")]
    public void Numbers_AreReadWhateverTheirType(string type)
    {
        double[] values =
            type[1] == 'u' ? [0, 1, 2, 300]
            : type[1] == 'i' ? [0, -1, 2, -100]
            : [0, -1.5, 0.25, -100];
        string path = Save("d.npy", NpyWriter.Bytes([2, 2], values, type));
        Assert.Equal(values, Read(path).Single().Values);
    }

    [Fact]
    public void FirstAxisFastest_IsTransposed()
    {
        string path = Save("d.npy", NpyWriter.Bytes([3, 2], [1, 3, 5, 2, 4, 6], isColumnMajor: true));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read(path).Single().Values);
    }

    [Theory]
    [InlineData("speed,load", ',')]
    [InlineData("speed, load", ';')]
    [InlineData("speed,load", '\t')]
    public void Columns_GoByName(string columns, char separator)
    {
        string[] lines = ["time,load,note,speed", "0,1,start,2", "", "1,3,\"a,b\",4", "2,5,,6"];
        string path = Save(
            "d.csv",
            string.Join('\n', lines.Select(l => separator == ',' ? l : l.Replace("\"a,b\"", "ab").Replace(',', separator)))
        );
        Assert.Equal(
            [
                [2, 1],
                [4, 3, 6, 5],
            ],
            DataSet.Open(path, columns.Split(',', StringSplitOptions.TrimEntries)).Select(r => r.Read(2).Values)
        );
    }

    [Theory]
    [InlineData("a,b,a\n1,2,3", "a", "more than one column 'a'")]
    [InlineData("a,b\n1,2", "c", "no column 'c'; it has a, b.")]
    [InlineData("1,2\n3,4", "a", "no header")]
    [InlineData("a,b\n1,2\n3", "a", "line 3: it has 1 cells; those before have 2")]
    [InlineData("a,b\n1,2\nx,4", "a", "line 3: 'x' is no finite number")]
    [InlineData("a,b\n1,2\nNaN,4", "a", "'NaN' is no finite number")]
    [InlineData("a,b\n1,2", null, "must be [steps, 3]")]
    [InlineData("a,b\n", null, "no steps")]
    [InlineData("a,b\n1,\"2\"3\n", null, "line 2: a cell has quotes within")]
    public void WrongCsv_IsOneLine(string text, string? columns, string part) =>
        Refused(Save("d.csv", text), columns, columns is null ? 3 : columns.Split(',').Length, part);

    [Theory]
    [InlineData("no number", "d.jsonl", "[[1, 2]]\n[[1, true]]\n", "d.jsonl, line 2 is no JSON")]
    [InlineData("uneven", "d.jsonl", "[[1, 2], [1]]\n", "steps of different lengths")]
    [InlineData("no values", "d.jsonl", "{\"name\": \"a\"}\n", "line 1 is no JSON")]
    [InlineData("no JSON", "d.json", "[[1, 2]", "no JSON of [steps][channels]")]
    [InlineData("no steps", "d.json", "[]", "no steps")]
    [InlineData("no archive", "d.npz", "PK", "")]
    [InlineData("no array", "d.npy", "some text, long enough", "does not begin as a .npy file")]
    [InlineData("no tensors", "d.safetensors", "text", "4 bytes")]
    public void WrongData_IsOneLine(string what, string name, string text, string part)
    {
        Assert.NotEmpty(what);
        Refused(Save(name, text), null, 2, part);
    }

    [Theory]
    [InlineData("<c8", new[] { 1, 2 }, 2, "of type '<c8'")]
    [InlineData("<f8", new[] { 2, 2 }, 3, "ends after 24 of 32 bytes")]
    [InlineData("<f8", new[] { 2, 2 }, 5, "longer than its array")]
    [InlineData("<f8", new[] { 2, 2, 2 }, 7, "it must be [sequences, steps, channels]")]
    [InlineData("<f8", new[] { 1, 2, 3, 4 }, 24, "it must be [sequences, steps, channels]")]
    [InlineData("<f8", new[] { 2147483647, 2 }, 4, "are those of no array")]
    [InlineData("<f8", new[] { 100000000, 2 }, 4, "ends after 32 of 1600000000 bytes")]
    public void WrongArray_IsOneLine(string type, int[] shape, int count, string part)
    {
        string type8 = type == "<c8" ? "<f8" : type;
        byte[] bytes = NpyWriter.Bytes(shape, Enumerable.Repeat(1.0, count), type8);
        string text = string.Concat(bytes.Select(b => (char)b)).Replace($"'{type8}'", $"'{type}'", StringComparison.Ordinal);
        Refused(Save("d.npy", [.. text.Select(c => (byte)c)]), null, 2, part);
    }

    [Fact]
    public void Folder_HoldsOneSequenceAFile()
    {
        string path = Path.Combine(folder, "runs");
        Directory.CreateDirectory(path);
        Refused(path, null, 2, "runs has no .csv and no .npy file");
        File.WriteAllText(Path.Combine(path, "a.csv"), "1,2\n\n3,4\n");
        Refused(path, null, 2, "a.csv holds more than one");
        File.WriteAllText(Path.Combine(path, "a.csv"), "x\n");
        Refused(path, null, 2, "a.csv holds no sequence");
    }

    [Fact]
    public void Columns_OfAFileWithoutNames_AreRefused() =>
        Refused(Save("d.npy", NpyWriter.Bytes([1, 1], [1])), "a", 1, "names no columns");

    [Fact]
    public void Weights_AreReadFromAnArchive()
    {
        byte[] bytes = NpyWriter.Archive(
            ("W", NpyWriter.Bytes([2, 2], [1, 3, 2, 4], isColumnMajor: true)),
            ("b", NpyWriter.Bytes([2], [5, 6], "<f4"))
        );
        Onnx.Tensor[] weights = [.. WeightFile.Read(Save("w.npz", bytes))];
        Assert.Equal(["W", "b"], weights.Select(w => w.Name));
        Assert.Equal([1, 2, 3, 4], weights[0].Values);
        Assert.Equal([2, 2], weights[0].Shape);
        Assert.Equal([5, 6], weights[1].Values);
    }

    [Fact]
    public void MutatedFiles_AreReadOrRefused()
    {
        (string Name, byte[] Bytes)[] files = [.. new[] { "d.csv", "d.jsonl", "d.npz", "d.safetensors" }.Select(Whole)];
        files =
        [
            .. files,
            ("d.npy", NpyWriter.Bytes([3, 2, Width], Enumerable.Repeat(0.5, 12), "<f4")),
            ("e.npy", NpyWriter.Bytes([2, 2], [1, 2, 3, 4])),
        ];
        var random = new Random(6);
        int refused = 0;
        const int count = 3000;
        for (int k = 0; k < count; k++)
        {
            (string name, byte[] bytes) = files[k % files.Length];
            string path = Save(name, Mutations.Mutate([.. bytes], random));
            try
            {
                Assert.All(
                    DataSet.Open(path, null).Select(r => r.Read(Width)),
                    s => Assert.All(s.Values, v => Assert.True(double.IsFinite(v)))
                );
            }
            catch (UnusableInputException problem)
            {
                refused++;
                Assert.NotEmpty(problem.Message);
            }
        }

        Assert.InRange(refused, count / 10, count - 1);

        (string, byte[]) Whole(string name)
        {
            string path = Path.Combine(folder, name);
            Write(path, Recorded);
            return (name, File.ReadAllBytes(path));
        }
    }

    private static void Refused(string path, string? columns, int width, string part)
    {
        var problem = Assert.Throws<UnusableInputException>(() =>
            DataSet.Open(path, columns?.Split(',')).Select(r => r.Read(width)).ToArray() is { Length: 0 }
                ? throw new UnusableInputException(DataSet.Empty)
                : 0
        );
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    private static Sequence[] Read(string path) => [.. DataSet.Open(path, null).Select(r => r.Read(Width))];

    /// <summary>Writes sequences as a name says.</summary>
    private static void Write(string path, double[][] sequences)
    {
        IEnumerable<string> Rows(double[] s) =>
            s.Chunk(Width).Select(row => string.Join(',', row.Select(v => v.ToString(CultureInfo.InvariantCulture))));
        string Json(double[] s) => $"[{string.Join(',', Rows(s).Select(row => $"[{row}]"))}]";
        byte[] Array(double[] s) => NpyWriter.Bytes([s.Length / Width, Width], s);
        switch (Path.GetFileName(path))
        {
            case "folder":
                Directory.CreateDirectory(path);
                File.WriteAllLines(Path.Combine(path, "1.csv"), ["a,b", .. Rows(sequences[0])]);
                File.WriteAllBytes(Path.Combine(path, "2.npy"), Array(sequences[1]));
                File.WriteAllLines(Path.Combine(path, "3.csv"), Rows(sequences[2]));
                File.WriteAllText(Path.Combine(path, "notes.txt"), "none of these");
                break;
            case "d.csv":
                File.WriteAllText(path, "a,b\n" + string.Join("\n\n", sequences.Select(s => string.Join('\n', Rows(s)))) + "\n");
                break;
            case "d.json":
                File.WriteAllText(path, $"[{string.Join(',', sequences.Select(Json))}]");
                break;
            case "d.jsonl":
                File.WriteAllLines(path, sequences.Select(Json));
                break;
            case "named.jsonl":
                File.WriteAllLines(path, sequences.Select((s, k) => $"{{\"name\": \"run {k}\", \"values\": {Json(s)}}}"));
                break;
            case "d.npz":
                File.WriteAllBytes(path, NpyWriter.Archive([.. sequences.Select((s, k) => ($"arr_{k}", Array(s)))]));
                break;
            default:
                sequences
                    .Select((s, k) => (s, k))
                    .Aggregate(new StateDictionary<double>(), (all, s) => all.Add($"run{s.k}", s.s, s.s.Length / Width, Width))
                    .Save(path);
                break;
        }
    }

    private string Save(string name, string text) => Save(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Save(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
