using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegularizerGen.Passes;

/// <summary>Where a signal lives: [held steps, batch, width] within an array. Where fewer steps are held than there are, a power of two,
/// later ones take the place of earlier ones.</summary>
/// <param name="memory">The array.</param>
/// <param name="start">Where the first step begins.</param>
/// <param name="size">Elements of a step.</param>
/// <param name="isKept">Whether all steps are held.</param>
/// <param name="held">Else how many are, a power of two.</param>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct SignalArray<T>(T[] memory, int start, int size, bool isKept, int held = 1)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int mask = isKept ? -1 : held - 1;

    /// <summary>One step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> At(int step) => memory.AsSpan(start + ((step & mask) * size), size);

    /// <summary>Steps from one on, of which none takes the place of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> From(int step, int steps) => memory.AsSpan(start + ((step & mask) * size), steps * size);
}
