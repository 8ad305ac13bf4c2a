using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Training;

/// <summary>Parameters in flat memory, with their gradient: what an optimizer moves. The memory is the user's own, and is not
/// copied.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Trainable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Pairs them.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradient">Their gradient, element by element.</param>
    /// <param name="name">What messages call them; the expression of the values unless given.</param>
    /// <exception cref="ArgumentException">The lengths differ, both are the same memory, or T is neither float nor double.</exception>
    public Trainable(Memory<T> values, Memory<T> gradient, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ElementType.Require<T>();
        ShapeCheck.Require(gradient.Length, values.Length, "gradient of", name);
        if (values.Span.Overlaps(gradient.Span))
        {
            throw new ArgumentException($"'{name}' and its gradient are in the same memory.", nameof(gradient));
        }

        (Values, Gradient, Name) = (values, gradient, name);
    }

    /// <summary>The parameters of a cell with their gradient.</summary>
    /// <inheritdoc cref="Trainable{T}(Memory{T}, Memory{T}, string)"/>
    public Trainable(CellParameters<T> values, CellParameters<T> gradient, [CallerArgumentExpression(nameof(values))] string name = "")
        : this(Memory(values), Memory(gradient), name) { }

    /// <summary>The parameters.</summary>
    public Memory<T> Values { get; }

    /// <summary>Their gradient.</summary>
    public Memory<T> Gradient { get; }

    /// <summary>What messages call them.</summary>
    public string Name { get; }

    private static Memory<T> Memory(CellParameters<T> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Memory;
    }
}
