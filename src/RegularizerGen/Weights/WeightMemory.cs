using System;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen.Weights;

/// <summary>All weights of a cell in one array, each row by row: its own in the order of their fields, then the matrices derived from
/// them. Holds values, or their gradients.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed partial class WeightMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CellCore cell;
    private readonly int[] starts;
    private readonly T[] entries;

    public WeightMemory(CellCore cell)
    {
        this.cell = cell;
        starts = new int[cell.Weights.Count + 1];
        long next = 0;
        for (int k = 0; k < cell.Weights.Count; k++)
        {
            starts[k] = (int)next;
            next += (long)cell.Weights[k].Rows * cell.Weights[k].Columns;
            _ = Sizes.Length<T>("Weights and matrices derived from them [entries]", next);
        }

        starts[^1] = (int)next;
        entries = Sizes.Allocate<T>("Weights and matrices derived from them [entries]", next);
    }

    /// <summary>Whether there are matrices derived from others.</summary>
    public bool HasDerived => cell.OwnWeights < cell.Weights.Count;

    /// <summary>All entries of the cell's own weights: its parameters, flat.</summary>
    public Span<T> Own => entries.AsSpan(0, starts[cell.OwnWeights]);

    /// <summary>All entries of the derived matrices.</summary>
    public Span<T> Derived => entries.AsSpan(starts[cell.OwnWeights]);

    /// <summary>The entries of a weight, row by row.</summary>
    public Span<T> Entries(int weight) => entries.AsSpan(starts[weight], starts[weight + 1] - starts[weight]);

    /// <summary>A weight as a matrix.</summary>
    public MatrixSpan<T> Matrix(int weight) => new(Entries(weight), cell.Weights[weight].Rows, cell.Weights[weight].Columns);

    /// <summary>All 0.</summary>
    public void Clear() => Array.Clear(entries);

    /// <summary>Copies all entries.</summary>
    public void CopyTo(WeightMemory<T> other) => entries.CopyTo(other.entries, 0);

    /// <summary>Adds all entries of another one.</summary>
    public void Add(WeightMemory<T> other) => Arithmetic.Add<T>(other.entries, entries);

    /// <summary>Takes the entries of a weight, whose shape was checked.</summary>
    public void Set(int weight, WeightSpan<T> values) => values.CopyTo(cell.Weights[weight], Entries(weight));
}
