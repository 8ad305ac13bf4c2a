using System.CommandLine;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Commands;

/// <summary>A cell and its weights on the command line.</summary>
internal sealed class CellArguments(bool isWeightsRequired)
{
    private readonly Argument<string> file = new("Cell.cs") { Description = "A C# file with a class marked by [RecurrentCell]." };
    private readonly Option<string?> name = new("--cell") { HelpName = "NAME", Description = "The cell, where the file has several." };
    private readonly Option<string?> weights = new("--weights")
    {
        HelpName = "FILE",
        Description =
            "Weights by the names of the cell's fields: JSON {\"W\": [[...], ...], \"b\": [...]}, or a .safetensors or .npz file.",
        Required = isWeightsRequired,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(file);
        command.Options.Add(name);
        command.Options.Add(weights);
    }

    /// <summary>The cell, compiled.</summary>
    /// <exception cref="UnusableInputException">The file has no such cell.</exception>
    public LoadedCell Cell(ParseResult parsed) =>
        CellFile.Read(parsed.GetValue(file)!, parsed.GetValue(name), parsed.InvocationConfiguration.Error);

    /// <summary>All that says which cell it is.</summary>
    /// <exception cref="UnusableInputException">The file cannot be read.</exception>
    public string Source(ParseResult parsed) => $"{parsed.GetValue(name)}\0{TextFile.Read(parsed.GetValue(file)!)}";

    /// <summary>The cell with its weights; null where none are given.</summary>
    /// <exception cref="UnusableInputException">They do not fit.</exception>
    public CellWeights? Weights(ParseResult parsed, LoadedCell cell) =>
        parsed.GetValue(weights) is { } path ? CellWeights.Of(cell.Description, WeightFile.Read(path)) : null;
}
