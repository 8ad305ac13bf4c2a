using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RegularizerGen.Tool.Tests;

/// <summary>A small data set in a folder of its own, and a cell that it is run through.</summary>
public abstract class ManySequences : IDisposable
{
    protected const int Count = 12;
    protected const string Weights = """{"W": [[0.5, -0.25], [0.125, 0.5]], "U": [[0.25, 0.1], [-0.1, 0.25]], "b": [0.1, -0.1]}""";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Sequences of two channels, of different lengths.</summary>
    protected double[][] Sequences { get; }

    protected ManySequences()
    {
        var random = new Random(1);
        Sequences =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(k => Enumerable.Range(0, 2 * (3 + (k % 4))).Select(_ => random.NextDouble() - 0.5).ToArray()),
        ];
        Save("Leaky.cs", OwnCells.Leaky);
        Save("w.json", Weights);
        SaveData(Sequences);
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string[] Arguments(string? lines) =>
        [
            "certify",
            PathOf("Leaky.cs"),
            "--weights",
            PathOf("w.json"),
            "--data",
            PathOf("d.jsonl"),
            "--radius",
            "0.05",
            .. lines is null ? Array.Empty<string>() : ["--lines", PathOf(lines)],
        ];

    protected (string Output, string Errors) Certified(string lines, params string[] more)
    {
        (int code, string output, string errors) = Runs.Tool([.. Arguments(lines), .. more]);
        Assert.True(code == 0, errors);
        return (output, errors);
    }

    protected void SaveData(double[][] data) =>
        SaveLines(
            "d.jsonl",
            [
                .. data.Select(s =>
                    $"[{string.Join(',', s.Chunk(2).Select(row => $"[{string.Join(',', row.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}]"))}]"
                ),
            ]
        );

    protected void SaveLines(string name, string[] lines) => Save(name, string.Join('\n', lines) + "\n");

    protected void Save(string name, string text) => File.WriteAllText(PathOf(name), text);

    protected string PathOf(string name) => Path.Combine(folder, name);
}
