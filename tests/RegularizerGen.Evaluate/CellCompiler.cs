using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Generator;
using RegularizerGen.InMemory;

namespace RegularizerGen.Evaluate;

/// <summary>Compiles a file of cells in memory, and reads the model of each.</summary>
public static class CellCompiler
{
    /// <summary>Compiles; diagnostics go to the given writer. Null where there are errors.</summary>
    public static IReadOnlyList<CompiledCell>? Compile(string path, TextWriter errors) => Compile([path], errors);

    /// <inheritdoc cref="CellAssembly.Compile"/>
    public static IReadOnlyList<CompiledCell>? Compile(IEnumerable<string> paths, TextWriter errors, string? cache = null)
    {
        CellAssembly? compiled = CellAssembly.Compile([.. paths.Select(p => new SourceText(p, File.ReadAllText(p)))], errors, cache);
        return compiled is null ? null : [.. compiled.Cells.Select(c => Read(c, compiled))];
    }

    private static CompiledCell Read(LoadedCell cell, CellAssembly compiled)
    {
        CellSource source = CellReader.Read(cell.Symbol, compiled.Compilation, default).Source!;
        return new CompiledCell(source.Name, source.Model, cell.Description);
    }
}
