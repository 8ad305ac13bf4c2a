using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.Generator;
using RegularizerGen.InMemory;

namespace RegularizerGen.Evaluate;

/// <summary>A compiled cell: what was read of it, and a way to run it.</summary>
public sealed record CompiledCell(string Name, Derivation.CellModel Model, CellDescription Runner)
{
    /// <summary>Width of all inputs together at the given sizes.</summary>
    public int InputWidth(int[] sizes) => Model.Inputs.Sum(i => Width(i.Dimension, sizes));

    /// <summary>Width of the output at the given sizes.</summary>
    public int OutputWidth(int[] sizes) => Width(Model.Nodes[Model.Output].Dimension, sizes);

    private int Width(int dimension, int[] sizes) => Model.PartsOf(dimension).Sum(p => sizes[p]);
}

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
