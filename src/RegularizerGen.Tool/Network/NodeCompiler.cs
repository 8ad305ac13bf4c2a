using System.Collections.Generic;
using System.IO;
using System.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Nodes;

namespace RegularizerGen.Tool.Network;

/// <summary>Writes nodes as cells and compiles them, all at once, cells that are alike once.</summary>
internal static class NodeCompiler
{
    /// <summary>The nodes, ready to run, and the source that they were compiled from.</summary>
    /// <exception cref="UnusableInputException">The generator refuses a cell.</exception>
    public static (IReadOnlyList<RecurrentStage> Stages, string Source) Compile(IReadOnlyList<RecurrentNode> nodes)
    {
        var names = new Dictionary<string, string>(); // by a class's text without its name
        var classes = new List<string> { CellSource.Usings };
        string[][] used = [.. nodes.Select(n => n.Cells.Select(c => Name(n, c)).ToArray())];
        string source = string.Join('\n', classes);
        var errors = new StringWriter();
        if (CellAssembly.Compile([new SourceText("nodes.cs", source)], errors) is not { } compiled)
        {
            throw new UnusableInputException($"A node makes no cell that can be certified: {errors.ToString().Split('\n')[0]}");
        }

        var cells = compiled.Cells.ToDictionary(c => c.Description.Name, c => c.Description);
        return ([.. nodes.Select((n, k) => new RecurrentStage(n, [.. n.Cells.Select((c, d) => Ready(n, c, cells[used[k][d]]))]))], source);

        string Name(RecurrentNode node, DirectedCell cell)
        {
            string text = CellSource.Write(node, cell, "Cell");
            if (!names.TryGetValue(text, out string? name))
            {
                string kind = node.Kind.ToString();
                int alike = names.Values.Count(n => n.StartsWith(kind, System.StringComparison.Ordinal));
                name = kind + (alike == 0 ? string.Empty : alike + 1);
                names[text] = name;
                classes.Add(CellSource.Write(node, cell, name));
            }

            return name;
        }
    }

    private static CompiledDirection Ready(RecurrentNode node, DirectedCell cell, CellDescription description)
    {
        int[] sizes = new int[description.SizeNames.Count];
        sizes[description.InputSizes[0]] = node.Inputs;
        sizes[description.OutputSize] = node.Units;
        return new CompiledDirection(cell, description, sizes, cell.Parameters);
    }
}
