using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <summary>Parts of C that are held in registers over the inner dimension.</summary>
internal static partial class Gemm
{
    /// <summary>Four rows by two vectors of C, held in registers over the whole inner dimension.</summary>
    private static void Tile<T>(ref T a, int rowStride, int columnStride, ref T b, int n, T coefficient, ref T c, int cStride, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count;
        Vector<T> c00 = default,
            c01 = default,
            c10 = default,
            c11 = default,
            c20 = default,
            c21 = default,
            c30 = default,
            c31 = default;
        ref T a0 = ref a;
        ref T a1 = ref Unsafe.Add(ref a, rowStride);
        ref T a2 = ref Unsafe.Add(ref a, 2 * rowStride);
        ref T a3 = ref Unsafe.Add(ref a, 3 * rowStride);
        for (int p = 0; p < k; p++)
        {
            Vector<T> b0 = Vector.LoadUnsafe(ref b);
            Vector<T> b1 = Vector.LoadUnsafe(ref b, (nuint)width);
            var v0 = new Vector<T>(a0);
            var v1 = new Vector<T>(a1);
            var v2 = new Vector<T>(a2);
            var v3 = new Vector<T>(a3);
            b = ref Unsafe.Add(ref b, n);
            a0 = ref Unsafe.Add(ref a0, columnStride);
            a1 = ref Unsafe.Add(ref a1, columnStride);
            a2 = ref Unsafe.Add(ref a2, columnStride);
            a3 = ref Unsafe.Add(ref a3, columnStride);
            c00 = MultiplyAdd(v0, b0, c00);
            c01 = MultiplyAdd(v0, b1, c01);
            c10 = MultiplyAdd(v1, b0, c10);
            c11 = MultiplyAdd(v1, b1, c11);
            c20 = MultiplyAdd(v2, b0, c20);
            c21 = MultiplyAdd(v2, b1, c21);
            c30 = MultiplyAdd(v3, b0, c30);
            c31 = MultiplyAdd(v3, b1, c31);
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

    /// <summary>Eight rows by one vector of C: for narrow matrices, where two vectors do not fit.</summary>
    private static void TallTile<T>(ref T a, int rowStride, int columnStride, ref T b, int n, T coefficient, ref T c, int cStride, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> c0 = default,
            c1 = default,
            c2 = default,
            c3 = default,
            c4 = default,
            c5 = default,
            c6 = default,
            c7 = default;
        for (int p = 0; p < k; p++)
        {
            Vector<T> v = Vector.LoadUnsafe(ref b);
            c0 = MultiplyAdd(new Vector<T>(a), v, c0);
            c1 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, rowStride)), v, c1);
            c2 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 2 * rowStride)), v, c2);
            c3 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 3 * rowStride)), v, c3);
            c4 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 4 * rowStride)), v, c4);
            c5 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 5 * rowStride)), v, c5);
            c6 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 6 * rowStride)), v, c6);
            c7 = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, 7 * rowStride)), v, c7);
            a = ref Unsafe.Add(ref a, columnStride);
            b = ref Unsafe.Add(ref b, n);
        }

        AddTo(ref c, 0, c0, coefficient);
        AddTo(ref c, cStride, c1, coefficient);
        AddTo(ref c, 2 * cStride, c2, coefficient);
        AddTo(ref c, 3 * cStride, c3, coefficient);
        AddTo(ref c, 4 * cStride, c4, coefficient);
        AddTo(ref c, 5 * cStride, c5, coefficient);
        AddTo(ref c, 6 * cStride, c6, coefficient);
        AddTo(ref c, 7 * cStride, c7, coefficient);
    }

    private static void Strip<T>(ref T a, int columnStride, ref T b, int n, T coefficient, ref T c, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> sum = default;
        for (int p = 0; p < k; p++)
        {
            sum = MultiplyAdd(new Vector<T>(Unsafe.Add(ref a, p * columnStride)), Vector.LoadUnsafe(ref b, (nuint)(p * n)), sum);
        }

        AddTo(ref c, 0, sum, coefficient);
    }

    private static void Column<T>(
        ReadOnlySpan<T> a,
        int rowStride,
        int columnStride,
        ReadOnlySpan<T> b,
        int n,
        T coefficient,
        Span<T> c,
        int cStride,
        int m,
        int k,
        int column
    )
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

    /// <summary>a·b + c, in one instruction where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
#if NET9_0_OR_GREATER
        if (typeof(T) == typeof(float))
        {
            return Vector.As<float, T>(Vector.MultiplyAddEstimate(Vector.As<T, float>(a), Vector.As<T, float>(b), Vector.As<T, float>(c)));
        }

        if (typeof(T) == typeof(double))
        {
            return Vector.As<double, T>(
                Vector.MultiplyAddEstimate(Vector.As<T, double>(a), Vector.As<T, double>(b), Vector.As<T, double>(c))
            );
        }
#endif
        return c + (a * b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<T>(ref T c, int offset, Vector<T> sum, T coefficient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Vector.LoadUnsafe(ref c, (nuint)offset) + (sum * coefficient)).StoreUnsafe(ref c, (nuint)offset);
}
