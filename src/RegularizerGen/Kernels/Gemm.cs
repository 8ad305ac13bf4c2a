using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>C += coefficient · A B for row-major B and C, and A of any strides: the one matrix product that forward, backward and weight gradients are made of.</summary>
internal static class Gemm
{
    private const int TileRows = 4;

    /// <summary>C [m, n] += coefficient · A [m, k] B [k, n]; A's entry [i, p] is at i·rowStride + p·columnStride.</summary>
    public static void Add<T>(ReadOnlySpan<T> a, int rowStride, int columnStride, ReadOnlySpan<T> b, T coefficient, Span<T> c, int cStride, int m, int k, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || k == 0 || n == 0)
        {
            return;
        }

        // The kernels below index without bounds checks: check the corners here, once.
        _ = a[((m - 1) * rowStride) + ((k - 1) * columnStride)];
        _ = b[(k * n) - 1];
        _ = c[((m - 1) * cStride) + n - 1];
        ref T a0 = ref MemoryMarshal.GetReference(a);
        ref T b0 = ref MemoryMarshal.GetReference(b);
        ref T c0 = ref MemoryMarshal.GetReference(c);
        int width = Vector<T>.Count;
        int column = 0;
        for (; column <= n - (2 * width); column += 2 * width)
        {
            int row = 0;
            for (; row <= m - TileRows; row += TileRows)
            {
                Tile(ref Unsafe.Add(ref a0, row * rowStride), rowStride, columnStride, ref Unsafe.Add(ref b0, column), n, coefficient, ref Unsafe.Add(ref c0, (row * cStride) + column), cStride, k);
            }

            for (; row < m; row++)
            {
                Strip(ref Unsafe.Add(ref a0, row * rowStride), columnStride, ref Unsafe.Add(ref b0, column), n, coefficient, ref Unsafe.Add(ref c0, (row * cStride) + column), k);
                Strip(ref Unsafe.Add(ref a0, row * rowStride), columnStride, ref Unsafe.Add(ref b0, column + width), n, coefficient, ref Unsafe.Add(ref c0, (row * cStride) + column + width), k);
            }
        }

        for (; column <= n - width; column += width)
        {
            for (int row = 0; row < m; row++)
            {
                Strip(ref Unsafe.Add(ref a0, row * rowStride), columnStride, ref Unsafe.Add(ref b0, column), n, coefficient, ref Unsafe.Add(ref c0, (row * cStride) + column), k);
            }
        }

        for (; column < n; column++)
        {
            Column(a, rowStride, columnStride, b, n, coefficient, c, cStride, m, k, column);
        }
    }

    /// <summary>Four rows by two vectors of C, held in registers over the whole inner dimension.</summary>
    private static void Tile<T>(ref T a, int rowStride, int columnStride, ref T b, int n, T coefficient, ref T c, int cStride, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count;
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int p = 0; p < k; p++)
        {
            Vector<T> b0 = Vector.LoadUnsafe(ref b, (nuint)(p * n));
            Vector<T> b1 = Vector.LoadUnsafe(ref b, (nuint)((p * n) + width));
            ref T entry = ref Unsafe.Add(ref a, p * columnStride);
            var a0 = new Vector<T>(entry);
            var a1 = new Vector<T>(Unsafe.Add(ref entry, rowStride));
            var a2 = new Vector<T>(Unsafe.Add(ref entry, 2 * rowStride));
            var a3 = new Vector<T>(Unsafe.Add(ref entry, 3 * rowStride));
            c00 += a0 * b0;
            c01 += a0 * b1;
            c10 += a1 * b0;
            c11 += a1 * b1;
            c20 += a2 * b0;
            c21 += a2 * b1;
            c30 += a3 * b0;
            c31 += a3 * b1;
        }

        AddTo(ref c, 0, c00, coefficient);
        AddTo(ref c, width, c01, coefficient);
        AddTo(ref c, cStride, c10, coefficient);
        AddTo(ref c, cStride + width, c11, coefficient);
        AddTo(ref c, 2 * cStride, c20, coefficient);
        AddTo(ref c, (2 * cStride) + width, c21, coefficient);
        AddTo(ref c, 3 * cStride, c30, coefficient);
        AddTo(ref c, (3 * cStride) + width, c31, coefficient);
    }

    private static void Strip<T>(ref T a, int columnStride, ref T b, int n, T coefficient, ref T c, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> sum = default;
        for (int p = 0; p < k; p++)
        {
            sum += new Vector<T>(Unsafe.Add(ref a, p * columnStride)) * Vector.LoadUnsafe(ref b, (nuint)(p * n));
        }

        AddTo(ref c, 0, sum, coefficient);
    }

    private static void Column<T>(ReadOnlySpan<T> a, int rowStride, int columnStride, ReadOnlySpan<T> b, int n, T coefficient, Span<T> c, int cStride, int m, int k, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < m; row++)
        {
            T sum = T.Zero;
            for (int p = 0; p < k; p++)
            {
                sum += a[(row * rowStride) + (p * columnStride)] * b[(p * n) + column];
            }

            c[(row * cStride) + column] += coefficient * sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<T>(ref T c, int offset, Vector<T> sum, T coefficient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Vector.LoadUnsafe(ref c, (nuint)offset) + (sum * coefficient)).StoreUnsafe(ref c, (nuint)offset);
}
