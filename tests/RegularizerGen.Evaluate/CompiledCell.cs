using System.Linq;

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
