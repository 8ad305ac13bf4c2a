using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen.Training;

/// <summary>Memory that holds one stretch of a tensor.</summary>
/// <param name="Values">The memory.</param>
/// <param name="IsAdded">Whether it is there beside another one, which holds the sum: written as 0, and added when read.</param>
internal sealed record StatePart<T>(Memory<T> Values, bool IsAdded = false);

/// <summary>A tensor of a file, and the memory that it is saved from and loaded to, stretch after stretch.</summary>
internal sealed record StateTensor<T>(string Name, long[] Shape, IReadOnlyList<StatePart<T>> Parts)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T[] Gather()
    {
        T[] all = new T[Parts.Sum(p => p.Values.Length)];
        int start = 0;
        foreach (StatePart<T> part in Parts)
        {
            if (!part.IsAdded)
            {
                part.Values.Span.CopyTo(all.AsSpan(start));
            }

            start += part.Values.Length;
        }

        return all;
    }

    public void Scatter(ReadOnlySpan<T> all)
    {
        foreach (StatePart<T> part in Parts)
        {
            ReadOnlySpan<T> values = all[..part.Values.Length];
            if (part.IsAdded)
            {
                TensorPrimitives.Add(part.Values.Span, values, part.Values.Span);
            }
            else
            {
                values.CopyTo(part.Values.Span);
            }

            all = all[values.Length..];
        }
    }
}
