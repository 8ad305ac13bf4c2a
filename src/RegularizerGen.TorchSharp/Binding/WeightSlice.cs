using System;
using RegularizerGen.Layouts;
using static TorchSharp.torch;

namespace RegularizerGen.TorchSharp;

/// <summary>Where a weight of a cell lives: a torch parameter, or a block of it; for a bias possibly the sum of two.</summary>
public sealed record WeightSlice
{
    private WeightSlice(ParameterSource source) => Source = source;

    internal ParameterSource Source { get; }

    internal ParameterSource? Second { get; private init; }

    internal (long Start, long Count)? RowRange { get; private init; }

    internal (long Start, long Count)? ColumnRange { get; private init; }

    internal bool IsTransposed { get; private init; }

    /// <summary>A whole parameter: [rows, columns] of a matrix, [length] of a vector. It is not copied.</summary>
    public static WeightSlice Of(Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return new(new ParameterSource(() => parameter));
    }

    /// <summary>A parameter of a module by name, looked up at every call: it stays right when the module is moved to another
    /// device.</summary>
    /// <exception cref="ArgumentException">The module has no such parameter.</exception>
    public static WeightSlice Of(nn.Module module, string name)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new(ParameterSource.Of(module, name) ?? throw new ArgumentException($"The module has no parameter '{name}'.", nameof(name)));
    }

    internal static WeightSlice Of(ParameterSource source) => new(source);

    /// <summary>A block of rows (of elements, for a vector): one gate of a packed parameter.</summary>
    public WeightSlice Rows(long start, long count) => this with { RowRange = (start, count) };

    /// <summary>A block of columns: what acts on one part of a concatenated input.</summary>
    public WeightSlice Columns(long start, long count) => this with { ColumnRange = (start, count) };

    /// <summary>The parameter (after the blocks are cut) read as the transpose: for frameworks that multiply from the other side.</summary>
    public WeightSlice Transpose() => this with { IsTransposed = true };

    /// <summary>One gate of a parameter that is packed as a framework does: of a matrix [units, columns], of a bias [units].</summary>
    /// <exception cref="ArgumentException">The cell of that framework has no such gate.</exception>
    public WeightSlice Gate(PackedLayout layout, string gate, long units)
    {
        ArgumentNullException.ThrowIfNull(layout);
        long start = layout.Number(gate) * units;
        return layout.IsTransposed && Source.Find().dim() == 2 ? Columns(start, units).Transpose() : Rows(start, units);
    }

    /// <summary>A bias that is the sum of this one and the same block of another parameter: both receive the gradient.</summary>
    public WeightSlice Plus(Tensor second)
    {
        ArgumentNullException.ThrowIfNull(second);
        return Plus(new ParameterSource(() => second));
    }

    internal WeightSlice Plus(ParameterSource second) => this with { Second = second };

    /// <summary>The block of a tensor shaped like the parameter, as a view.</summary>
    internal Tensor View(Tensor whole)
    {
        Tensor block = whole;
        if (RowRange is { } rows)
        {
            block = block.narrow(0, rows.Start, rows.Count);
        }

        if (ColumnRange is { } columns)
        {
            block = block.narrow(1, columns.Start, columns.Count);
        }

        return IsTransposed ? block.t() : block;
    }
}
