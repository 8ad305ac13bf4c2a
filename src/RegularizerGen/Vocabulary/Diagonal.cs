using System;

namespace RegularizerGen;

/// <summary>A trainable diagonal matrix (a peephole, an elementwise recurrent weight): <c>p * c</c> multiplies element by
/// element.</summary>
public readonly struct Diagonal
{
    private readonly Signal values;

    /// <summary>Creates a diagonal from its values (copied).</summary>
    /// <param name="values">The entries, which are copied.</param>
    public Diagonal(ReadOnlySpan<double> values) => this.values = Signal.Own(values.ToArray());

    /// <summary>Number of elements.</summary>
    public int Length => values.Length;

    internal double this[int index] => values[index];

    /// <summary>Elementwise product with a signal.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator *(Diagonal diagonal, Signal signal) => diagonal.values * signal;

    /// <summary>Elementwise product with a signal.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Signal operator *(Signal signal, Diagonal diagonal) => diagonal.values * signal;

    /// <summary>Product of two diagonals.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Diagonal operator *(Diagonal a, Diagonal b) => new((a.values * b.values).Values);

    /// <summary>A multiple.</summary>
    public static Diagonal operator *(double constant, Diagonal diagonal) => new((constant * diagonal.values).Values);

    /// <summary>A trainable multiple.</summary>
    public static Diagonal operator *(Scalar scalar, Diagonal diagonal) => scalar.Value * diagonal;
}
