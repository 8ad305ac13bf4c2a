using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>Rows of A that are multiplied with a panel of B, a lane wide.</summary>
/// <param name="a">A's entry [i, p] is at i·rowStride + p·columnStride.</param>
/// <param name="rowStride">See <paramref name="a"/>.</param>
/// <param name="columnStride">See <paramref name="a"/>.</param>
/// <param name="count">Number of rows.</param>
/// <param name="depth">Number of columns: the inner dimension.</param>
/// <param name="coefficient">What the product is multiplied with.</param>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref partial struct Rows<T>(ReadOnlySpan<T> a, int rowStride, int columnStride, int count, int depth, T coefficient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Tall = 8;
    private const int Low = 4;

    private readonly ReadOnlySpan<T> a = a;
    private readonly int rowStride = rowStride;
    private readonly int columnStride = columnStride;
    private readonly T coefficient = coefficient;

    /// <summary>Number of rows.</summary>
    public int Count { get; } = count;

    /// <summary>The inner dimension.</summary>
    public int Depth { get; } = depth;

    /// <summary>C [rows, columns] += coefficient · A times a panel. Sizes were checked by the caller; the panel has whole lanes, C the
    /// columns that are given, at most a lane's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply<TLane>(ReadOnlySpan<T> panel, int stride, Span<T> c, int cStride, int columns)
        where TLane : struct, ILane<TLane, T>
    {
        ref T b = ref MemoryMarshal.GetReference(panel);
        if (columns == TLane.Count)
        {
            Multiply<TLane>(0, Count, ref b, stride, ref MemoryMarshal.GetReference(c), cStride);
            return;
        }

        Span<T> tile = stackalloc T[Tall * TLane.Count];
        for (int row = 0; row < Count; row += Tall)
        {
            int rows = Math.Min(Tall, Count - row);
            tile.Clear();
            Multiply<TLane>(row, rows, ref b, stride, ref MemoryMarshal.GetReference(tile), TLane.Count);
            for (int k = 0; k < rows; k++)
            {
                Span<T> target = c.Slice((row + k) * cStride, columns);
                for (int column = 0; column < target.Length; column++)
                {
                    target[column] += tile[(k * TLane.Count) + column];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<TLane>(int from, int rows, ref T b, int stride, ref T c, int cStride)
        where TLane : struct, ILane<TLane, T>
    {
        ref T first = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), from * rowStride);
        int row = 0;
        for (; row <= rows - Tall; row += Tall)
        {
            TallTile<TLane>(ref Unsafe.Add(ref first, row * rowStride), ref b, stride, ref Unsafe.Add(ref c, row * cStride), cStride);
        }

        for (; row <= rows - Low; row += Low)
        {
            LowTile<TLane>(ref Unsafe.Add(ref first, row * rowStride), ref b, stride, ref Unsafe.Add(ref c, row * cStride), cStride);
        }

        for (; row < rows; row++)
        {
            Row<TLane>(ref Unsafe.Add(ref first, row * rowStride), ref b, stride, ref Unsafe.Add(ref c, row * cStride));
        }
    }
}
