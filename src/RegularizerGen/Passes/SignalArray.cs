using System;
using System.Numerics;

namespace RegularizerGen.Passes;

/// <summary>Where a signal lives: [steps, batch, width] within an array, or [batch, width] that serves every step.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct SignalArray<T>(T[] memory, int start, int size, bool isKept)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One step.</summary>
    public Span<T> At(int step) => memory.AsSpan(start + (isKept ? step * size : 0), size);

    /// <summary>The first steps, of a signal that is kept for all.</summary>
    public Span<T> All(int steps) => memory.AsSpan(start, steps * size);
}
