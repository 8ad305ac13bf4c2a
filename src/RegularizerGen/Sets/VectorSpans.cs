using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Sets;

/// <summary>Parts of spans as vectors, without a check of their own: the loop around sees to it that they lie within.</summary>
internal static class VectorSpans
{
    /// <summary>The vector that begins at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> VectorAt(this ReadOnlySpan<double> values, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    /// <inheritdoc cref="VectorAt(ReadOnlySpan{double}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> VectorAt(this Span<double> values, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    /// <summary>Writes the vector that begins at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(this Span<double> values, int index, Vector<double> vector) =>
        vector.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
}
