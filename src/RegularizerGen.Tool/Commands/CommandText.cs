using System.CommandLine;

namespace RegularizerGen.Tool.Commands;

/// <summary>Examples of every command, for --help.</summary>
internal static class CommandText
{
    /// <summary>--html FILE.</summary>
    public static Option<string?> Html(string description) => new("--html") { HelpName = "FILE", Description = description };

    /// <summary>What ends every help.</summary>
    public const string ExitCodes = """
        Exit codes:
          0  every demand is proved, or none was made
          1  the input or the command line cannot be used; one line on standard error says why
          2  a demand is violated, and a counterexample is shown
          3  a demand was neither proved nor refuted
        """;

    /// <summary>Examples of audit.</summary>
    public const string Audit = """
        Examples:
          regularizergen audit model.onnx --input-bound 2
          regularizergen audit model.onnx --max-gain 10 --require-contractive
          regularizergen audit model.onnx --data recorded.csv --radius 0.05 --max-movement 0.2
          regularizergen audit model.onnx --json > audit.json
          regularizergen audit model.onnx --html audit.html
        """;

    /// <summary>Examples of certify.</summary>
    public const string Certify = """
        Examples:
          regularizergen certify Cell.cs --weights weights.json --input-bound 1
          regularizergen certify Cell.cs --weights weights.json --html certificate.html
          regularizergen certify Cell.cs --weights weights.npz --data recorded.csv --columns speed,load --radius 0.05
          regularizergen certify Cell.cs --weights weights.json --data recorded/ --radius 0.05 --lines proved.jsonl
          regularizergen certify Cell.cs --weights weights.json --data runs.npy --radius 0.05 --lines 3.jsonl --shard 3/16
        """;

    /// <summary>Examples of merge.</summary>
    public const string Merge = """
        Examples:
          regularizergen merge shards/*.jsonl
          regularizergen merge shards/*.jsonl --lines proved.jsonl --max-movement 0.2
          regularizergen merge proved.jsonl --json > summary.json
        """;

    /// <summary>Examples of explain.</summary>
    public const string Explain = """
        Examples:
          regularizergen explain Cell.cs > Cell.md
          regularizergen explain Cell.cs --weights weights.json
          regularizergen explain Cell.cs --weights weights.json --html Cell.html
        """;

    /// <summary>Examples of the whole tool.</summary>
    public const string Root = """
        Examples:
          regularizergen audit model.onnx --max-gain 10
          regularizergen certify Cell.cs --weights weights.json
          regularizergen merge shards/*.jsonl --max-movement 0.2
          regularizergen explain Cell.cs
        """;
}
