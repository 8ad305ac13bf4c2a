using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels;

/// <content>Gradients. The first and the last vector of a row are computed before any other is written: they may overlap others, and all
/// lanes of an element agree to the bit.</content>
internal sealed partial class RowKernel<TLane, TNumber, T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddMultiple(double factor, ReadOnlySpan<T> values, Span<T> target)
    {
        TLane factors = TLane.Constant(factor);
        ref T from = ref MemoryMarshal.GetReference(values);
        ref T to = ref MemoryMarshal.GetReference(target);
        nint start = Math.Min(Misaligned(ref to), target.Length - TLane.Count);
        TLane first = TLane.MultiplyAdd(factors, TLane.Load(in from), TLane.Load(in to));
        Add(factors, ref Unsafe.Add(ref from, start), ref Unsafe.Add(ref to, start), target.Length - start);
        if (start > 0)
        {
            TLane.Store(first, ref to);
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
            Add(TLane.Constant(factor * left[row]), ref from, ref to, target.Columns);
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
        TLane scale = TLane.Constant(terms.Scale);
        TLane multiple = TLane.Constant(terms.Multiple);
        TLane positive = TLane.Constant(terms.Positive);
        TLane negative = TLane.Constant(terms.Negative);
        TLane left = TLane.Constant(terms.Left);
        bool hasRight = !right.IsEmpty;
        nint tail = gradient.Length - TLane.Count;
        TLane end = At(ref w, ref v, ref g, tail);
        for (nint k = 0; k < tail; k += TLane.Count)
        {
            TLane.Store(At(ref w, ref v, ref g, k), ref Unsafe.Add(ref g, k));
        }

        TLane.Store(end, ref Unsafe.Add(ref g, tail));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TLane At(ref T w, ref T v, ref T g, nint k)
        {
            TLane entries = TLane.Load(in Unsafe.Add(ref w, k));
            TLane sum = TLane.MultiplyAdd(multiple, entries * scale, TLane.BySign(entries, positive, negative));
            sum = hasRight ? TLane.MultiplyAdd(left, TLane.Load(in Unsafe.Add(ref v, k)), sum) : sum;
            return TLane.Load(in Unsafe.Add(ref g, k)) + sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLane factor, ref T from, ref T to, nint length)
    {
        nint tail = length - TLane.Count;
        TLane end = TLane.MultiplyAdd(factor, TLane.Load(in Unsafe.Add(ref from, tail)), TLane.Load(in Unsafe.Add(ref to, tail)));
        for (nint k = 0; k < tail; k += TLane.Count)
        {
            TLane.Store(
                TLane.MultiplyAdd(factor, TLane.Load(in Unsafe.Add(ref from, k)), TLane.Load(in Unsafe.Add(ref to, k))),
                ref Unsafe.Add(ref to, k)
            );
        }

        TLane.Store(end, ref Unsafe.Add(ref to, tail));
    }

    /// <summary>Number of elements, less than a vector's, up to the next address that is a multiple of a vector's size.</summary>
    private static nint Misaligned(ref T elements)
    {
        nint size = TLane.Count * Unsafe.SizeOf<T>();
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref elements);
        return (-address & (size - 1)) / Unsafe.SizeOf<T>();
    }
}
