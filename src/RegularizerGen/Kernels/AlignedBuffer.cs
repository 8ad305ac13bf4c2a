using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>Memory that starts at a cache line, which the widest vectors fill: those that cross two lines take twice as long.</summary>
internal readonly struct AlignedBuffer<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] values;
    private readonly int start;
    private readonly int length;

    /// <summary>Reserves zeros.</summary>
    /// <param name="what">The memory, as messages are to name it.</param>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <exception cref="ArgumentException">There is not that much memory.</exception>
    public AlignedBuffer(string what, int length)
    {
        values = Sizes.AllocatePinned<T>(what, length + (Line / Unsafe.SizeOf<T>()));
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(values, 0);
        start = (int)((-address & (Line - 1)) / Unsafe.SizeOf<T>());
        this.length = length;
    }

    /// <summary>All elements.</summary>
    public Span<T> Span => values.AsSpan(start, length);

    /// <summary>All elements.</summary>
    public Memory<T> Memory => values.AsMemory(start, length);
}
