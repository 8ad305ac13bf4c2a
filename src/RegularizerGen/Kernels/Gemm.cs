using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>C += coefficient · A B for row-major B and C, and A of any strides: the one matrix product that forward, backward and weight
/// gradients are made of.</summary>
internal static partial class Gemm
{
    private const int TileRows = 4;
    private const int TallRows = 8;
    private const int Depth = 64;
    private const int PackedRows = 16; // from here on a copy of a panel of B costs little
    private const int PackedStride = 1024; // bytes: rows of B that far apart displace each other from the first cache

    /// <summary>C [m, n] += coefficient · A [m, k] B [k, n]; A's entry [i, p] is at i·rowStride + p·columnStride.</summary>
    public static void Add<T>(
        ReadOnlySpan<T> a,
        int rowStride,
        int columnStride,
        ReadOnlySpan<T> b,
        T coefficient,
        Span<T> c,
        int cStride,
        int m,
        int k,
        int n
    )
        where T : unmanaged, IFloatingPointIeee754<T> => Add(a, rowStride, columnStride, b, n, coefficient, c, cStride, m, k, n);

    /// <summary>The same where rows of B are <paramref name="bStride"/> apart.</summary>
    public static void Add<T>(
        ReadOnlySpan<T> a,
        int rowStride,
        int columnStride,
        ReadOnlySpan<T> b,
        int bStride,
        T coefficient,
        Span<T> c,
        int cStride,
        int m,
        int k,
        int n
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The kernels below index without bounds checks, in int: the last entry of each matrix is checked here, once, in 64 bits.
        if (m < 0 || k < 0 || n < 0 || rowStride < 0 || columnStride < 0 || bStride < 0 || cStride < 0)
        {
            throw new ArgumentException(
                $"Sizes ({m}, {k}, {n}) and strides ({rowStride}, {columnStride}, {bStride}, {cStride}) of a matrix product must not be negative."
            );
        }

        if (m == 0 || k == 0 || n == 0)
        {
            return;
        }

        RequireInside(((m - 1) * (long)rowStride) + ((k - 1) * (long)columnStride), a.Length, m, k, nameof(a));
        RequireInside(((k - 1) * (long)bStride) + n - 1, b.Length, k, n, nameof(b));
        RequireInside(((m - 1) * (long)cStride) + n - 1, c.Length, m, n, nameof(c));
        for (int start = 0; start < k; start += Depth)
        {
            Block(
                a[(start * columnStride)..],
                rowStride,
                columnStride,
                b[(start * bStride)..],
                bStride,
                coefficient,
                c,
                cStride,
                m,
                Math.Min(Depth, k - start),
                n
            );
        }
    }

    private static void RequireInside(long last, int length, int rows, int columns, string name)
    {
        if (last >= length)
        {
            throw new ArgumentException($"A {rows} x {columns} matrix reaches up to element {last + 1} of {length}.", name);
        }
    }

    /// <summary>A part of the inner dimension that stays in the cache while the tiles of C pass over it.</summary>
    private static void Block<T>(
        ReadOnlySpan<T> a,
        int rowStride,
        int columnStride,
        ReadOnlySpan<T> b,
        int bStride,
        T coefficient,
        Span<T> c,
        int cStride,
        int m,
        int k,
        int n
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T a0 = ref MemoryMarshal.GetReference(a);
        ref T b0 = ref MemoryMarshal.GetReference(b);
        ref T c0 = ref MemoryMarshal.GetReference(c);
        int width = Vector<T>.Count;
        bool packs = m >= PackedRows && (long)bStride * Unsafe.SizeOf<T>() >= PackedStride;
        Span<T> packed = packs ? stackalloc T[Depth * 2 * width] : default;
        int column = 0;
        for (; column <= n - (2 * width); column += 2 * width)
        {
            scoped ref T panel = ref Unsafe.Add(ref b0, column);
            int panelStride = bStride;
            if (packs)
            {
                Pack(ref panel, bStride, packed, k);
                panel = ref MemoryMarshal.GetReference(packed);
                panelStride = 2 * width;
            }

            int row = 0;
            for (; row <= m - TileRows; row += TileRows)
            {
                Tile(
                    ref Unsafe.Add(ref a0, row * rowStride),
                    rowStride,
                    columnStride,
                    ref panel,
                    panelStride,
                    coefficient,
                    ref Unsafe.Add(ref c0, (row * cStride) + column),
                    cStride,
                    k
                );
            }

            for (; row < m; row++)
            {
                Strip(
                    ref Unsafe.Add(ref a0, row * rowStride),
                    columnStride,
                    ref panel,
                    panelStride,
                    coefficient,
                    ref Unsafe.Add(ref c0, (row * cStride) + column),
                    k
                );
                Strip(
                    ref Unsafe.Add(ref a0, row * rowStride),
                    columnStride,
                    ref Unsafe.Add(ref panel, width),
                    panelStride,
                    coefficient,
                    ref Unsafe.Add(ref c0, (row * cStride) + column + width),
                    k
                );
            }
        }

        for (; column <= n - width; column += width)
        {
            int row = 0;
            for (; row <= m - TallRows; row += TallRows)
            {
                TallTile(
                    ref Unsafe.Add(ref a0, row * rowStride),
                    rowStride,
                    columnStride,
                    ref Unsafe.Add(ref b0, column),
                    bStride,
                    coefficient,
                    ref Unsafe.Add(ref c0, (row * cStride) + column),
                    cStride,
                    k
                );
            }

            for (; row < m; row++)
            {
                Strip(
                    ref Unsafe.Add(ref a0, row * rowStride),
                    columnStride,
                    ref Unsafe.Add(ref b0, column),
                    bStride,
                    coefficient,
                    ref Unsafe.Add(ref c0, (row * cStride) + column),
                    k
                );
            }
        }

        for (; column < n; column++)
        {
            Column(a, rowStride, columnStride, b, bStride, coefficient, c, cStride, m, k, column);
        }
    }

    /// <summary>Copies two vectors of each row of B next to each other.</summary>
    private static void Pack<T>(ref T b, int stride, Span<T> packed, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count;
        ref T to = ref MemoryMarshal.GetReference(packed);
        for (int p = 0; p < k; p++)
        {
            Vector.LoadUnsafe(ref b).StoreUnsafe(ref to);
            Vector.LoadUnsafe(ref b, (nuint)width).StoreUnsafe(ref to, (nuint)width);
            b = ref Unsafe.Add(ref b, stride);
            to = ref Unsafe.Add(ref to, 2 * width);
        }
    }
}
