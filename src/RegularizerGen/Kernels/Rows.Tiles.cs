using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>Parts of C that are held in registers over the inner dimension. Every entry is added up in the same order, however many rows
/// there are.</summary>
internal readonly ref partial struct Rows<T>
{
    /// <summary>Eight rows: as many sums as the units that multiply and add have to wait for, even where a panel is one register
    /// wide.</summary>
    [MethodImpl(Lane.Kernel)]
    private void TallTile<TLane>(ref T a, ref T b, int stride, ref T c, int cStride)
        where TLane : struct, ILane<TLane, T>
    {
        (int one, int next) = (rowStride, columnStride);
        (int two, int three) = (2 * one, 3 * one);
        ref T lower = ref Unsafe.Add(ref a, 4 * one);
        TLane c0 = default,
            c1 = default,
            c2 = default,
            c3 = default,
            c4 = default,
            c5 = default,
            c6 = default,
            c7 = default;
        for (int p = Depth; p > 0; p--)
        {
            var row = TLane.Load(in b);
            TLane.AddProduct(ref c0, TLane.All(a), row);
            TLane.AddProduct(ref c1, TLane.All(Unsafe.Add(ref a, one)), row);
            TLane.AddProduct(ref c2, TLane.All(Unsafe.Add(ref a, two)), row);
            TLane.AddProduct(ref c3, TLane.All(Unsafe.Add(ref a, three)), row);
            TLane.AddProduct(ref c4, TLane.All(lower), row);
            TLane.AddProduct(ref c5, TLane.All(Unsafe.Add(ref lower, one)), row);
            TLane.AddProduct(ref c6, TLane.All(Unsafe.Add(ref lower, two)), row);
            TLane.AddProduct(ref c7, TLane.All(Unsafe.Add(ref lower, three)), row);
            a = ref Unsafe.Add(ref a, next);
            lower = ref Unsafe.Add(ref lower, next);
            b = ref Unsafe.Add(ref b, stride);
        }

        var factor = TLane.All(coefficient);
        ref T end = ref Unsafe.Add(ref c, 4 * cStride);
        AddTo(ref c, c0, factor);
        AddTo(ref Unsafe.Add(ref c, cStride), c1, factor);
        AddTo(ref Unsafe.Add(ref c, 2 * cStride), c2, factor);
        AddTo(ref Unsafe.Add(ref c, 3 * cStride), c3, factor);
        AddTo(ref end, c4, factor);
        AddTo(ref Unsafe.Add(ref end, cStride), c5, factor);
        AddTo(ref Unsafe.Add(ref end, 2 * cStride), c6, factor);
        AddTo(ref Unsafe.Add(ref end, 3 * cStride), c7, factor);
    }

    [MethodImpl(Lane.Kernel)]
    private void LowTile<TLane>(ref T a, ref T b, int stride, ref T c, int cStride)
        where TLane : struct, ILane<TLane, T>
    {
        (int one, int next) = (rowStride, columnStride);
        (int two, int three) = (2 * one, 3 * one);
        TLane c0 = default,
            c1 = default,
            c2 = default,
            c3 = default;
        for (int p = Depth; p > 0; p--)
        {
            var row = TLane.Load(in b);
            TLane.AddProduct(ref c0, TLane.All(a), row);
            TLane.AddProduct(ref c1, TLane.All(Unsafe.Add(ref a, one)), row);
            TLane.AddProduct(ref c2, TLane.All(Unsafe.Add(ref a, two)), row);
            TLane.AddProduct(ref c3, TLane.All(Unsafe.Add(ref a, three)), row);
            a = ref Unsafe.Add(ref a, next);
            b = ref Unsafe.Add(ref b, stride);
        }

        var factor = TLane.All(coefficient);
        AddTo(ref c, c0, factor);
        AddTo(ref Unsafe.Add(ref c, cStride), c1, factor);
        AddTo(ref Unsafe.Add(ref c, 2 * cStride), c2, factor);
        AddTo(ref Unsafe.Add(ref c, 3 * cStride), c3, factor);
    }

    [MethodImpl(Lane.Kernel)]
    private void Row<TLane>(ref T a, ref T b, int stride, ref T c)
        where TLane : struct, ILane<TLane, T>
    {
        int next = columnStride;
        TLane sum = default;
        for (int p = Depth; p > 0; p--)
        {
            TLane.AddProduct(ref sum, TLane.All(a), TLane.Load(in b));
            a = ref Unsafe.Add(ref a, next);
            b = ref Unsafe.Add(ref b, stride);
        }

        AddTo(ref c, sum, TLane.All(coefficient));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TLane>(ref T c, TLane sum, TLane factor)
        where TLane : struct, ILane<TLane, T> => TLane.Store(TLane.MultiplyAdd(sum, factor, TLane.Load(in c)), ref c);
}
