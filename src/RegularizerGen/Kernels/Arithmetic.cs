using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>Sums and products of signals, element by element. (The same of <c>TensorPrimitives</c> is compiled without optimization at
/// first, which a training loop feels for half a second.)</summary>
internal static class Arithmetic
{
    /// <summary>y = a∘b.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Product, T>(a, b, y);

    /// <summary>y += a∘b.</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<AddedProduct, T>(a, b, y);

    /// <summary>y += a.</summary>
    public static void Add<T>(ReadOnlySpan<T> a, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Sum, T>(a, y);

    /// <summary>y += one number.</summary>
    public static void Add<T>(T term, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Shift, T>(y, term, y);

    /// <summary>y = a - b.</summary>
    public static void Subtract<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Difference, T>(a, b, y);

    /// <summary>y = factor·a.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, T factor, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Multiple, T>(a, factor, y);

    /// <summary>y += factor·a.</summary>
    public static void AddMultiple<T>(ReadOnlySpan<T> a, T factor, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<AddedMultiple, T>(a, factor, y);

    private readonly struct Product : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TLane.Store(TLane.Load(in a) * TLane.Load(in b), ref y);
    }

    private readonly struct AddedProduct : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in a), TLane.Load(in b), TLane.Load(in y)), ref y);
    }

    private readonly struct Sum : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TLane.Store(TLane.Load(in y) + TLane.Load(in a), ref y);
    }

    private readonly struct Shift : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TLane.Store(TLane.Load(in a) + TLane.All(c), ref y);
    }

    private readonly struct Difference : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TLane.Store(TLane.Load(in a) - TLane.Load(in b), ref y);
    }

    private readonly struct Multiple : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TLane.Store(TLane.Load(in a) * TLane.All(c), ref y);
    }

    private readonly struct AddedMultiple : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in a), TLane.All(c), TLane.Load(in y)), ref y);
    }
}
