using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>C += coefficient · A B for row-major B and C, and A of any strides: the one matrix product that weight gradients, structured
/// bounds and sets are made of; passes use <see cref="PanelMatrix{T}"/>.</summary>
internal static partial class Gemm
{
    private const int Depth = 256;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        int lane = Lane.Count<T>(n);
        for (int start = 0; start < k; start += Depth)
        {
            var rows = new Rows<T>(a[(start * columnStride)..], rowStride, columnStride, m, Math.Min(Depth, k - start), coefficient);
            ReadOnlySpan<T> right = b[(start * bStride)..];
            if (lane == Lane512<T>.Count)
            {
                Panels<Lane512<T>, T>(rows, right, bStride, c, cStride, n);
            }
            else if (lane == Lane256<T>.Count)
            {
                Panels<Lane256<T>, T>(rows, right, bStride, c, cStride, n);
            }
            else
            {
                Panels<Lane128<T>, T>(rows, right, bStride, c, cStride, n);
            }
        }
    }

    private static void RequireInside(long last, int length, int rows, int columns, string name)
    {
        if (last >= length)
        {
            throw new ArgumentException($"A {rows} x {columns} matrix reaches up to element {last + 1} of {length}.", name);
        }
    }

    /// <summary>Panels of two lanes' columns, the last of one if that is enough; those of B that are narrower than that, or whose rows lie
    /// far apart, are copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels<TLane, T>(in Rows<T> rows, ReadOnlySpan<T> b, int bStride, Span<T> c, int cStride, int n)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool packs = rows.Count >= PackedRows && (long)bStride * Unsafe.SizeOf<T>() >= PackedStride;
        int widest = n <= TLane.Count ? TLane.Count : 2 * TLane.Count;
        Span<T> copy = packs || n % TLane.Count != 0 ? stackalloc T[widest * rows.Depth] : default;
        for (int column = 0; column < n; column += widest)
        {
            int columns = Math.Min(widest, n - column);
            if (columns <= TLane.Count)
            {
                Panel<TLane, T>(rows, b[column..], bStride, packs, copy, c[column..], cStride, columns);
            }
            else
            {
                Panel<Twice<TLane, T>, T>(rows, b[column..], bStride, packs, copy, c[column..], cStride, columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TLane, T>(
        in Rows<T> rows,
        ReadOnlySpan<T> b,
        int bStride,
        bool packs,
        Span<T> copy,
        Span<T> c,
        int cStride,
        int columns
    )
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!packs && columns == TLane.Count)
        {
            rows.Multiply<TLane>(b, bStride, c, cStride, columns);
            return;
        }

        for (int p = 0; p < rows.Depth; p++)
        {
            Span<T> row = copy.Slice(p * TLane.Count, TLane.Count);
            b.Slice(p * bStride, columns).CopyTo(row);
            row[columns..].Clear();
        }

        rows.Multiply<TLane>(copy, TLane.Count, c, cStride, columns);
    }
}
