using System;
using System.ComponentModel;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen;

/// <summary>Takes the weights of a cell from flat memory, one after the other in the order of their fields.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct WeightCursor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> values;
    private int start;

    /// <summary>Starts at the first weight.</summary>
    /// <param name="definition">The cell.</param>
    /// <param name="values">All weights, flat.</param>
    /// <param name="sizes">The sizes.</param>
    /// <exception cref="ArgumentException">The memory is not as long as the cell has parameters, a size is out of its range, or T is
    /// neither float nor double.</exception>
    public WeightCursor(CellDefinition definition, Span<T> values, scoped ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ElementType.Require<T>();
        int count = definition.Require(sizes);
        if (values.Length != count)
        {
            throw new ArgumentException($"A cell of this shape has {count} parameters, not {values.Length}.", nameof(values));
        }

        this.values = values;
    }

    /// <summary>The next weight, a matrix.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    public MatrixSpan<T> Matrix(int rows, int columns) => new(Vector(rows * columns), rows, columns, columns, 1);

    /// <summary>The next weight, a bias.</summary>
    /// <param name="length">Number of elements.</param>
    public BiasSpan<T> Bias(int length) => new(Vector(length));

    /// <summary>The next weight, a diagonal or scalar.</summary>
    /// <param name="length">Number of elements.</param>
    public Span<T> Vector(int length)
    {
        start += length;
        return values.Slice(start - length, length);
    }
}
