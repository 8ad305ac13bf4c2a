using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen;

/// <summary>Parameters of a cell in one flat array, so that an optimizer is one loop and saving is trivial.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class CellParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;

    /// <summary>Reserves the memory.</summary>
    /// <exception cref="ArgumentException">A size is less than 1 or too large, or T is neither float nor double.</exception>
    protected CellParameters(CellDefinition definition, ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ElementType.Require<T>();
        values = new AlignedBuffer<T>($"Parameters ({definition.Text(sizes)})", definition.Require(sizes));
        (Definition, Sizes) = (definition, sizes.ToArray());
        int[] all = definition.Complete(Sizes);
        Weights = [.. definition.Weights.Where(w => w.Terms.Count == 0).Select(w => w.Spec(all))];
    }

    /// <summary>The cell.</summary>
    internal CellDefinition Definition { get; }

    /// <summary>Its sizes, in the order of its Shape.</summary>
    internal int[] Sizes { get; }

    /// <summary>The weights by name and shape, in the order in which they follow each other in the flat memory, each row by row.</summary>
    public IReadOnlyList<WeightSpec> Weights { get; }

    /// <summary>All parameters, flat.</summary>
    public Memory<T> Memory => values.Memory;

    /// <summary>All parameters, flat.</summary>
    public Span<T> Span => values.Span;

    /// <summary>Fills every parameter with uniform random numbers in ±bound; bound = 1/√units is PyTorch's initialisation of recurrent
    /// cells.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="bound">Largest magnitude, at least 0.</param>
    /// <exception cref="ArgumentException">The bound is negative, NaN, or not finite as an element.</exception>
    public void FillUniform(Random random, double bound)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(bound >= 0) || !T.IsFinite(T.CreateTruncating(bound)))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The bound is {bound}; it must be finite and at least 0."),
                nameof(bound)
            );
        }

        foreach (ref T value in Span)
        {
            value = T.CreateTruncating(bound * ((2 * random.NextDouble()) - 1));
        }
    }
}
