using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.InMemory;

namespace RegularizerGen.Tool.Files;

/// <summary>A C# file with a cell.</summary>
internal static class CellFile
{
    /// <summary>Compiles the file; diagnostics go to the errors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name of the cell; null where the file has one only.</param>
    /// <param name="errors">Takes what the compiler says.</param>
    /// <exception cref="UnusableInputException">It does not compile, has no such cell, or several and none is named.</exception>
    public static LoadedCell Read(string path, string? name, TextWriter errors)
    {
        string file = Path.GetFileName(path);
        CellAssembly compiled =
            CellAssembly.Compile([new SourceText(file, TextFile.Read(path))], errors)
            ?? throw new UnusableInputException($"{file} does not compile.");
        IReadOnlyList<LoadedCell> cells = compiled.Cells;
        if (cells.Count == 0)
        {
            throw new UnusableInputException($"{file} has no class with [RecurrentCell].");
        }

        string names = string.Join(", ", cells.Select(c => c.Description.Name));
        LoadedCell? chosen = name is null ? (cells.Count == 1 ? cells[0] : null) : cells.FirstOrDefault(c => c.Description.Name == name);
        return chosen
            ?? throw new UnusableInputException(
                name is null ? $"{file} has the cells {names}; choose one by --cell." : $"{file} has no cell '{name}'; it has {names}."
            );
    }
}
