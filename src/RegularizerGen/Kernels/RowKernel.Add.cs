using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <content>Gradients. The first and the last vector of a row are computed before any other is written: they may overlap others, and all
/// lanes of an element agree to the bit.</content>
internal sealed partial class RowKernel<TLanes, TVector, T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddMultiple(double factor, ReadOnlySpan<T> values, Span<T> target)
    {
        TVector factors = TLanes.Broadcast(factor);
        ref T from = ref MemoryMarshal.GetReference(values);
        ref T to = ref MemoryMarshal.GetReference(target);
        nint start = Math.Min(Misaligned(ref to), target.Length - TLanes.Count);
        TVector first = TLanes.MultiplyAdd(factors, TLanes.Load(ref from, 0), TLanes.Load(ref to, 0));
        Add(factors, ref Unsafe.Add(ref from, start), ref Unsafe.Add(ref to, start), target.Length - start);
        if (start > 0)
        {
            TLanes.Store(first, ref to, 0);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddOuter(double factor, ReadOnlySpan<double> left, ReadOnlySpan<T> right, MatrixSpan<T> target)
    {
        ref T from = ref MemoryMarshal.GetReference(right);
        ref T to = ref MemoryMarshal.GetReference(target.Data);
        for (int row = 0; row < target.Rows; row++)
        {
            Add(TLanes.Broadcast(factor * left[row]), ref from, ref to, target.Columns);
            to = ref Unsafe.Add(ref to, target.RowStride);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTerms(in RowTerms terms, ReadOnlySpan<T> weight, ReadOnlySpan<T> right, Span<T> gradient)
    {
        ref T w = ref MemoryMarshal.GetReference(weight);
        ref T v = ref MemoryMarshal.GetReference(right);
        ref T g = ref MemoryMarshal.GetReference(gradient);
        TVector scale = TLanes.Broadcast(terms.Scale);
        TVector multiple = TLanes.Broadcast(terms.Multiple);
        TVector positive = TLanes.Broadcast(terms.Positive);
        TVector negative = TLanes.Broadcast(terms.Negative);
        TVector left = TLanes.Broadcast(terms.Left);
        bool hasRight = !right.IsEmpty;
        nint tail = gradient.Length - TLanes.Count;
        TVector end = At(ref w, ref v, ref g, tail);
        for (nint k = 0; k < tail; k += TLanes.Count)
        {
            TLanes.Store(At(ref w, ref v, ref g, k), ref g, k);
        }

        TLanes.Store(end, ref g, tail);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector At(ref T w, ref T v, ref T g, nint k)
        {
            TVector entries = TLanes.Load(ref w, k);
            TVector sum = TLanes.MultiplyAdd(multiple, TLanes.Multiply(entries, scale), TLanes.BySign(entries, positive, negative));
            sum = hasRight ? TLanes.MultiplyAdd(left, TLanes.Load(ref v, k), sum) : sum;
            return TLanes.Add(TLanes.Load(ref g, k), sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector factor, ref T from, ref T to, nint length)
    {
        nint tail = length - TLanes.Count;
        TVector end = TLanes.MultiplyAdd(factor, TLanes.Load(ref from, tail), TLanes.Load(ref to, tail));
        for (nint k = 0; k < tail; k += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(factor, TLanes.Load(ref from, k), TLanes.Load(ref to, k)), ref to, k);
        }

        TLanes.Store(end, ref to, tail);
    }

    /// <summary>Number of elements, less than a vector's, up to the next address that is a multiple of a vector's size.</summary>
    private static nint Misaligned(ref T elements)
    {
        nint size = TLanes.Count * Unsafe.SizeOf<T>();
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref elements);
        return (-address & (size - 1)) / Unsafe.SizeOf<T>();
    }
}
