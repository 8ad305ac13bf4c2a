using System;
using System.Numerics;

namespace RegularizerGen;

/// <summary>A bias over any memory: one vector, or the sum of two (PyTorch keeps b_ih and b_hh).</summary>
/// <remarks>As a gradient of two vectors, both receive the gradient of the sum.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct BiasSpan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A bias of one vector.</summary>
    /// <param name="values">The vector.</param>
    public BiasSpan(Span<T> values) => First = values;

    /// <summary>A bias that is the sum of two vectors.</summary>
    /// <param name="first">One vector.</param>
    /// <param name="second">The other, of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BiasSpan(Span<T> first, Span<T> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"The two parts of a bias have lengths {first.Length} and {second.Length}.", nameof(second));
        }

        First = first;
        Second = second;
    }

    /// <summary>The first (or only) vector.</summary>
    public Span<T> First { get; }

    /// <summary>The second vector; empty where there is one only.</summary>
    public Span<T> Second { get; }

    /// <summary>Number of elements.</summary>
    public int Length => First.Length;

    /// <summary>The value of one element, both parts added.</summary>
    public T this[int index] => Second.IsEmpty ? First[index] : First[index] + Second[index];

    /// <summary>A bias of one vector.</summary>
    /// <param name="values">The vector.</param>
    public static implicit operator BiasSpan<T>(Span<T> values) => new(values);

    /// <summary>Adds to every part.</summary>
    internal void Add(int index, T value)
    {
        First[index] += value;
        if (!Second.IsEmpty)
        {
            Second[index] += value;
        }
    }
}
