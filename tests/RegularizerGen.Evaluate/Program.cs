using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RegularizerGen.Evaluate;

/// <summary>Acceptance runs: <c>-- CELLS.cs CASES.json</c> compiles the cells in memory, runs every case, prints JSON in the schema of
/// golden.json.</summary>
public static class Program
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Exit code 0, or 1 with the reason on <paramref name="errors"/>.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Length != 2)
        {
            errors.WriteLine("Usage: RegularizerGen.Evaluate CELLS.cs CASES.json");
            return 1;
        }

        try
        {
            if (CellCompiler.Compile(args[0], errors) is not { } cells)
            {
                return 1;
            }

            JsonNode document = JsonNode.Parse(File.ReadAllText(args[1])) ?? throw new FormatException($"{args[1]} is empty.");
            JsonArray cases =
                document as JsonArray ?? document["cases"] as JsonArray ?? throw new FormatException($"{args[1]} has no array 'cases'.");
            var answers = new JsonArray([.. cases.Select(c => (JsonNode)CaseRunner.Run((JsonObject)c!, cells))]);
            output.WriteLine(new JsonObject { ["cases"] = answers }.ToJsonString(Indented));
            return 0;
        }
        catch (Exception problem)
            when (problem is IOException or JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            errors.WriteLine(problem.Message);
            return 1;
        }
    }
}
