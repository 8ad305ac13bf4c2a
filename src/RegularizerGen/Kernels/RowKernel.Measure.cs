using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>The kernels, for any lanes. Four rows at a time: their sums over the lanes are formed together. Where fewer are left, the last
/// stands in for those that are missing, and counts once.</summary>
internal sealed partial class RowKernel<TLane, TNumber, T> : RowKernel<T>
    where TLane : struct, IRowLane<TLane, TNumber>
    where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Measure(MatrixSpan<T> matrix, RowSums sums)
    {
        Vector256<double> squares = Vector256<double>.Zero;
        TLane mask = MaskFrom(TLane.Count - (matrix.Columns % TLane.Count));
        for (int row = 0; row < matrix.Rows; row += 4)
        {
            FourRows four = Sums(new Rows(matrix, row), matrix.Columns, in mask);
            four.Keep(matrix.Rows - row);
            squares += four.Squares;
            sums.Set(row, four);
        }

        return Vector256.Sum(squares);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Track(MatrixSpan<T> matrix, ReadOnlySpan<T> v, Span<T> transposed, RowSums sums)
    {
        Vector256<double> squares = Vector256<double>.Zero;
        Vector256<double> products = Vector256<double>.Zero;
        var previous = new Rows(matrix, 0);
        TLane mask = MaskFrom(TLane.Count - (matrix.Columns % TLane.Count));
        for (int row = 0; row < matrix.Rows; row += 4)
        {
            var rows = new Rows(matrix, row);
            FourRows four = Sums(rows, v, previous, products, transposed, in mask);
            four.Keep(matrix.Rows - row);
            squares += four.Squares;
            products = four.Products;
            previous = rows;
            sums.Set(row, four);
        }

        Add(previous, products, transposed);
        return Vector256.Sum(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FourRows Sums(Rows w, int columns, in TLane mask)
    {
        var (p0, p1, p2, p3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var (n0, n1, n2, n3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var (q0, q1, q2, q3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        nint tail = columns - TLane.Count;
        for (nint k = 0; k <= tail; k += TLane.Count)
        {
            Sum(TLane.Load(in Unsafe.Add(ref w.A, k)), ref p0, ref n0, ref q0);
            Sum(TLane.Load(in Unsafe.Add(ref w.B, k)), ref p1, ref n1, ref q1);
            Sum(TLane.Load(in Unsafe.Add(ref w.C, k)), ref p2, ref n2, ref q2);
            Sum(TLane.Load(in Unsafe.Add(ref w.D, k)), ref p3, ref n3, ref q3);
        }

        int rest = columns % TLane.Count;
        if (rest > 0)
        {
            Sum(TLane.Load(in Unsafe.Add(ref w.A, tail)) & mask, ref p0, ref n0, ref q0);
            Sum(TLane.Load(in Unsafe.Add(ref w.B, tail)) & mask, ref p1, ref n1, ref q1);
            Sum(TLane.Load(in Unsafe.Add(ref w.C, tail)) & mask, ref p2, ref n2, ref q2);
            Sum(TLane.Load(in Unsafe.Add(ref w.D, tail)) & mask, ref p3, ref n3, ref q3);
        }

        FourRows four;
        four.Positive = TLane.Sums(p0, p1, p2, p3);
        four.Negative = TLane.Sums(n0, n1, n2, n3);
        four.Squares = TLane.Sums(q0, q1, q2, q3);
        four.Products = Vector256<double>.Zero;
        return four;
    }

    /// <summary>The sums of four rows and their products with v; in the same loop, what the four before add to the transposed product: they
    /// are still in the cache while these are read from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FourRows Sums(Rows w, ReadOnlySpan<T> v, Rows previous, Vector256<double> products, Span<T> transposed, in TLane mask)
    {
        var (p0, p1, p2, p3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var (n0, n1, n2, n3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var (q0, q1, q2, q3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var (d0, d1, d2, d3) = (default(TLane), default(TLane), default(TLane), default(TLane));
        var factors = new Factors(products);
        ref T x = ref MemoryMarshal.GetReference(v);
        ref T z = ref MemoryMarshal.GetReference(transposed);
        nint tail = v.Length - TLane.Count;
        int rest = v.Length % TLane.Count;
        TLane end = rest > 0 ? Added(previous, factors, ref z, tail) : default;
        for (nint k = 0; k <= tail; k += TLane.Count)
        {
            TLane vs = TLane.Load(in Unsafe.Add(ref x, k));
            Sum(TLane.Load(in Unsafe.Add(ref w.A, k)), vs, ref p0, ref n0, ref q0, ref d0);
            Sum(TLane.Load(in Unsafe.Add(ref w.B, k)), vs, ref p1, ref n1, ref q1, ref d1);
            Sum(TLane.Load(in Unsafe.Add(ref w.C, k)), vs, ref p2, ref n2, ref q2, ref d2);
            Sum(TLane.Load(in Unsafe.Add(ref w.D, k)), vs, ref p3, ref n3, ref q3, ref d3);
            TLane.Store(Added(previous, factors, ref z, k), ref Unsafe.Add(ref z, k));
        }

        if (rest > 0)
        {
            TLane.Store(end, ref Unsafe.Add(ref z, tail));
            TLane vs = TLane.Load(in Unsafe.Add(ref x, tail));
            Sum(TLane.Load(in Unsafe.Add(ref w.A, tail)) & mask, vs, ref p0, ref n0, ref q0, ref d0);
            Sum(TLane.Load(in Unsafe.Add(ref w.B, tail)) & mask, vs, ref p1, ref n1, ref q1, ref d1);
            Sum(TLane.Load(in Unsafe.Add(ref w.C, tail)) & mask, vs, ref p2, ref n2, ref q2, ref d2);
            Sum(TLane.Load(in Unsafe.Add(ref w.D, tail)) & mask, vs, ref p3, ref n3, ref q3, ref d3);
        }

        FourRows four;
        four.Positive = TLane.Sums(p0, p1, p2, p3);
        four.Negative = TLane.Sums(n0, n1, n2, n3);
        four.Squares = TLane.Sums(q0, q1, q2, q3);
        four.Products = TLane.Sums(d0, d1, d2, d3);
        return four;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Rows previous, Vector256<double> products, Span<T> transposed)
    {
        var factors = new Factors(products);
        ref T z = ref MemoryMarshal.GetReference(transposed);
        nint tail = transposed.Length - TLane.Count;
        TLane end = Added(previous, factors, ref z, tail);
        for (nint k = 0; k < tail; k += TLane.Count)
        {
            TLane.Store(Added(previous, factors, ref z, k), ref Unsafe.Add(ref z, k));
        }

        TLane.Store(end, ref Unsafe.Add(ref z, tail));
    }

    /// <summary>z + Σ factor · row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Added(Rows w, Factors factors, ref T z, nint k)
    {
        var even = TLane.Load(in Unsafe.Add(ref z, k));
        TLane.AddMultiple(ref even, factors.A, in Unsafe.Add(ref w.A, k));
        TLane odd = factors.B * TLane.Load(in Unsafe.Add(ref w.B, k));
        TLane.AddMultiple(ref even, factors.C, in Unsafe.Add(ref w.C, k));
        TLane.AddMultiple(ref odd, factors.D, in Unsafe.Add(ref w.D, k));
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TLane w, ref TLane positive, ref TLane negative, ref TLane squares)
    {
        positive += TLane.Positive(w);
        negative -= TLane.Negative(w);
        TLane.AddProduct(ref squares, w, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TLane w, TLane v, ref TLane positive, ref TLane negative, ref TLane squares, ref TLane product)
    {
        Sum(w, ref positive, ref negative, ref squares);
        TLane.AddProduct(ref product, w, v);
    }

    /// <summary>All bits set from an element on, none before.</summary>
    private static TLane MaskFrom(int element)
    {
        TLane mask = default;
        Span<byte> bits = MemoryMarshal.AsBytes(new Span<TLane>(ref mask));
        bits[(element * bits.Length / TLane.Count)..].Fill(byte.MaxValue);
        return mask;
    }

    /// <summary>Four rows that follow each other, the last of the matrix in place of those after it.</summary>
    private readonly ref struct Rows
    {
        public readonly ref T A;
        public readonly ref T B;
        public readonly ref T C;
        public readonly ref T D;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Rows(MatrixSpan<T> matrix, int row)
        {
            int left = matrix.Rows - 1 - row;
            A = ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix.Data), row * (nint)matrix.RowStride);
            B = ref Unsafe.Add(ref A, Math.Min(1, left) * (nint)matrix.RowStride);
            C = ref Unsafe.Add(ref A, Math.Min(2, left) * (nint)matrix.RowStride);
            D = ref Unsafe.Add(ref A, Math.Min(3, left) * (nint)matrix.RowStride);
        }
    }

    private readonly struct Factors
    {
        public readonly TLane A;
        public readonly TLane B;
        public readonly TLane C;
        public readonly TLane D;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Factors(Vector256<double> values)
        {
            A = TLane.Constant(values[0]);
            B = TLane.Constant(values[1]);
            C = TLane.Constant(values[2]);
            D = TLane.Constant(values[3]);
        }
    }
}
