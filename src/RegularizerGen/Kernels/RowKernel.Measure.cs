using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>The kernels, for any lanes. Four rows at a time: their sums over the lanes are formed together. Where fewer are left, the last
/// stands in for those that are missing, and counts once.</summary>
internal sealed partial class RowKernel<TLanes, TVector, T> : RowKernel<T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Measure(MatrixSpan<T> matrix, RowSums sums)
    {
        Vector256<double> squares = Vector256<double>.Zero;
        TVector mask = TLanes.MaskFrom(TLanes.Count - (matrix.Columns % TLanes.Count));
        for (int row = 0; row < matrix.Rows; row += 4)
        {
            FourRows four = Sums(new Rows(matrix, row), matrix.Columns, mask);
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
        TVector mask = TLanes.MaskFrom(TLanes.Count - (matrix.Columns % TLanes.Count));
        for (int row = 0; row < matrix.Rows; row += 4)
        {
            var rows = new Rows(matrix, row);
            FourRows four = Sums(rows, v, previous, products, transposed, mask);
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
    private static FourRows Sums(Rows w, int columns, TVector mask)
    {
        var (p0, p1, p2, p3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (n0, n1, n2, n3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (q0, q1, q2, q3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        nint tail = columns - TLanes.Count;
        for (nint k = 0; k <= tail; k += TLanes.Count)
        {
            Sum(TLanes.Load(ref w.A, k), ref p0, ref n0, ref q0);
            Sum(TLanes.Load(ref w.B, k), ref p1, ref n1, ref q1);
            Sum(TLanes.Load(ref w.C, k), ref p2, ref n2, ref q2);
            Sum(TLanes.Load(ref w.D, k), ref p3, ref n3, ref q3);
        }

        int rest = columns % TLanes.Count;
        if (rest > 0)
        {
            Sum(TLanes.And(TLanes.Load(ref w.A, tail), mask), ref p0, ref n0, ref q0);
            Sum(TLanes.And(TLanes.Load(ref w.B, tail), mask), ref p1, ref n1, ref q1);
            Sum(TLanes.And(TLanes.Load(ref w.C, tail), mask), ref p2, ref n2, ref q2);
            Sum(TLanes.And(TLanes.Load(ref w.D, tail), mask), ref p3, ref n3, ref q3);
        }

        FourRows four;
        four.Positive = TLanes.Sums(p0, p1, p2, p3);
        four.Negative = TLanes.Sums(n0, n1, n2, n3);
        four.Squares = TLanes.Sums(q0, q1, q2, q3);
        four.Products = Vector256<double>.Zero;
        return four;
    }

    /// <summary>The sums of four rows and their products with v; in the same loop, what the four before add to the transposed product: they
    /// are still in the cache while these are read from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FourRows Sums(Rows w, ReadOnlySpan<T> v, Rows previous, Vector256<double> products, Span<T> transposed, TVector mask)
    {
        var (p0, p1, p2, p3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (n0, n1, n2, n3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (q0, q1, q2, q3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var (d0, d1, d2, d3) = (default(TVector), default(TVector), default(TVector), default(TVector));
        var factors = new Factors(products);
        ref T x = ref MemoryMarshal.GetReference(v);
        ref T z = ref MemoryMarshal.GetReference(transposed);
        nint tail = v.Length - TLanes.Count;
        int rest = v.Length % TLanes.Count;
        TVector end = rest > 0 ? Added(previous, factors, ref z, tail) : default;
        for (nint k = 0; k <= tail; k += TLanes.Count)
        {
            TVector vs = TLanes.Load(ref x, k);
            Sum(TLanes.Load(ref w.A, k), vs, ref p0, ref n0, ref q0, ref d0);
            Sum(TLanes.Load(ref w.B, k), vs, ref p1, ref n1, ref q1, ref d1);
            Sum(TLanes.Load(ref w.C, k), vs, ref p2, ref n2, ref q2, ref d2);
            Sum(TLanes.Load(ref w.D, k), vs, ref p3, ref n3, ref q3, ref d3);
            TLanes.Store(Added(previous, factors, ref z, k), ref z, k);
        }

        if (rest > 0)
        {
            TLanes.Store(end, ref z, tail);
            TVector vs = TLanes.Load(ref x, tail);
            Sum(TLanes.And(TLanes.Load(ref w.A, tail), mask), vs, ref p0, ref n0, ref q0, ref d0);
            Sum(TLanes.And(TLanes.Load(ref w.B, tail), mask), vs, ref p1, ref n1, ref q1, ref d1);
            Sum(TLanes.And(TLanes.Load(ref w.C, tail), mask), vs, ref p2, ref n2, ref q2, ref d2);
            Sum(TLanes.And(TLanes.Load(ref w.D, tail), mask), vs, ref p3, ref n3, ref q3, ref d3);
        }

        FourRows four;
        four.Positive = TLanes.Sums(p0, p1, p2, p3);
        four.Negative = TLanes.Sums(n0, n1, n2, n3);
        four.Squares = TLanes.Sums(q0, q1, q2, q3);
        four.Products = TLanes.Sums(d0, d1, d2, d3);
        return four;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Rows previous, Vector256<double> products, Span<T> transposed)
    {
        var factors = new Factors(products);
        ref T z = ref MemoryMarshal.GetReference(transposed);
        nint tail = transposed.Length - TLanes.Count;
        TVector end = Added(previous, factors, ref z, tail);
        for (nint k = 0; k < tail; k += TLanes.Count)
        {
            TLanes.Store(Added(previous, factors, ref z, k), ref z, k);
        }

        TLanes.Store(end, ref z, tail);
    }

    /// <summary>z + Σ factor · row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Added(Rows w, Factors factors, ref T z, nint k)
    {
        TVector even = TLanes.MultiplyAdd(factors.A, TLanes.Load(ref w.A, k), TLanes.Load(ref z, k));
        TVector odd = TLanes.Multiply(factors.B, TLanes.Load(ref w.B, k));
        even = TLanes.MultiplyAdd(factors.C, TLanes.Load(ref w.C, k), even);
        odd = TLanes.MultiplyAdd(factors.D, TLanes.Load(ref w.D, k), odd);
        return TLanes.Add(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TVector w, ref TVector positive, ref TVector negative, ref TVector squares)
    {
        positive = TLanes.Add(positive, TLanes.Positive(w));
        negative = TLanes.Subtract(negative, TLanes.Negative(w));
        squares = TLanes.MultiplyAdd(w, w, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TVector w, TVector v, ref TVector positive, ref TVector negative, ref TVector squares, ref TVector product)
    {
        Sum(w, ref positive, ref negative, ref squares);
        product = TLanes.MultiplyAdd(w, v, product);
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
        public readonly TVector A;
        public readonly TVector B;
        public readonly TVector C;
        public readonly TVector D;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Factors(Vector256<double> values)
        {
            A = TLanes.Broadcast(values[0]);
            B = TLanes.Broadcast(values[1]);
            C = TLanes.Broadcast(values[2]);
            D = TLanes.Broadcast(values[3]);
        }
    }
}
