using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Kernels;

/// <summary>Vector kernels of the convex blend y = z∘a + (1-z)∘b = b + z∘(a - b).</summary>
internal static class Blend
{
    /// <summary>y = b + z∘(a - b).</summary>
    public static void Forward<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Value, T>(z, a, b, y);

    /// <summary>dz += dy∘(a - b).</summary>
    public static void AddGateGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> dz)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<GateGradient, T>(dy, a, b, dz);

    /// <summary>db += dy∘(1 - z).</summary>
    public static void AddComplementGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> z, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<ComplementGradient, T>(dy, z, db);

    /// <summary>y -= a∘b.</summary>
    public static void SubtractProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Run<Difference, T>(a, b, y);

    private readonly struct Value : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in a), TLane.Load(in b) - TLane.Load(in c), TLane.Load(in c)), ref y);
    }

    private readonly struct GateGradient : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in a), TLane.Load(in b) - TLane.Load(in c), TLane.Load(in y)), ref y);
    }

    private readonly struct ComplementGradient : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in a), TLane.Constant(1) - TLane.Load(in b), TLane.Load(in y)), ref y);
    }

    private readonly struct Difference : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
            where TLane : struct, ISignalLane<TLane, T>
            where T : unmanaged, IFloatingPointIeee754<T> =>
            TLane.Store(TLane.MultiplyAdd(default(TLane) - TLane.Load(in a), TLane.Load(in b), TLane.Load(in y)), ref y);
    }
}
