using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RegularizerGen.Evaluate;

namespace RegularizerGen.Cells.Tests;

/// <summary>The figures of golden.json, by an independent program in float64, through the evaluator's own door.</summary>
public sealed class GoldenTests
{
    private static readonly string[] Figures =
    [
        "gain",
        "penalty",
        "lastStepA",
        "lastStepB",
        "finalRange",
        "gradientNorm",
        "gradientFirst",
        "gradientDotFill",
    ];

    [Fact]
    public void Evaluator_ReproducesEveryGoldenFigure()
    {
        var golden = (JsonArray)JsonNode.Parse(File.ReadAllText(Path.Combine(TestCells.GoldenFolder, "golden.json")))!["cases"]!;
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = Program.Run(
            [Path.Combine(TestCells.GoldenFolder, "Cells.cs"), Path.Combine(TestCells.GoldenFolder, "golden.json")],
            output,
            errors
        );
        Assert.True(code == 0, errors.ToString());

        var answers = (JsonArray)JsonNode.Parse(output.ToString())!["cases"]!;
        Assert.Equal(golden.Count, answers.Count);
        for (int k = 0; k < golden.Count; k++)
        {
            foreach (string figure in Figures)
            {
                AssertSame(golden[k]![figure], answers[k]![figure], $"case {k} {golden[k]!["cell"]} {figure}");
            }
        }
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual, string where)
    {
        switch (expected)
        {
            case JsonObject o:
                foreach (KeyValuePair<string, JsonNode?> item in o)
                {
                    AssertSame(item.Value, actual![item.Key], $"{where}.{item.Key}");
                }

                break;
            case JsonArray a:
                for (int k = 0; k < a.Count; k++)
                {
                    AssertSame(a[k], actual![k], $"{where}[{k}]");
                }

                break;
            default:
                double x = (double)expected!;
                double y = (double)actual!;
                Assert.True(Math.Abs(x - y) <= 1e-9 * Math.Abs(x), $"{where}: expected {x:R}, got {y:R}.");
                break;
        }
    }
}
