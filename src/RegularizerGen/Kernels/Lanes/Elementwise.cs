using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>What a loop does with a lane of up to three signals, to that of up to two others. Operands that it does not name are those of
/// <c>y</c>; the third may be one number for all elements.</summary>
internal interface IElementwise
{
    /// <summary>One lane.</summary>
    static abstract void At<TLane, T>(ref T a, ref T b, ref T c, ref T y, ref T z)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Loops over signals, element by element. Results may be written over operands that begin at the same element.</summary>
internal static class Elementwise
{
    /// <summary>y from a.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TOperation, T>(ReadOnlySpan<T> a, Span<T> y)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T> => Run<TOperation, T>(a, y, y, y, y);

    /// <summary>y from a and b.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TOperation, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T> => Run<TOperation, T>(a, b, y, y, y);

    /// <summary>y from a and one number, the third operand.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TOperation, T>(ReadOnlySpan<T> a, T factor, Span<T> y)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T> => Run<TOperation, T>(a, y, [factor], y, y, isOne: true);

    /// <summary>y from a, b and c.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TOperation, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T> => Run<TOperation, T>(a, b, c, y, y);

    /// <summary>y and z from a, b and c.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TOperation, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, Span<T> z)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T> => Run<TOperation, T>(a, b, c, y, z, isOne: false);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperation, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, Span<T> z, bool isOne)
        where TOperation : struct, IElementwise
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Length != y.Length || b.Length != y.Length || c.Length != (isOne ? 1 : y.Length) || z.Length != y.Length)
        {
            throw new ArgumentException($"Operands of {a.Length}, {b.Length}, {c.Length}, {y.Length} and {z.Length} elements do not fit.");
        }

        int lane = Lane.Count<T>(y.Length);
        int next = isOne ? 0 : lane;
        if (lane == Lane512<T>.Count)
        {
            Loop<TOperation, Lane512<T>, T>(a, b, c, y, z, next);
        }
        else if (lane == Lane256<T>.Count)
        {
            Loop<TOperation, Lane256<T>, T>(a, b, c, y, z, next);
        }
        else
        {
            Loop<TOperation, Lane128<T>, T>(a, b, c, y, z, next);
        }
    }

    [MethodImpl(Lane.Kernel)]
    private static void Loop<TOperation, TLane, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, Span<T> z, nint next)
        where TOperation : struct, IElementwise
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T a0 = ref MemoryMarshal.GetReference(a);
        ref T b0 = ref MemoryMarshal.GetReference(b);
        ref T c0 = ref MemoryMarshal.GetReference(c);
        ref T y0 = ref MemoryMarshal.GetReference(y);
        ref T z0 = ref MemoryMarshal.GetReference(z);
        nint end = y.Length - TLane.Count;
        nint k = 0;
        for (; k <= end; k += TLane.Count)
        {
            TOperation.At<TLane, T>(
                ref Unsafe.Add(ref a0, k),
                ref Unsafe.Add(ref b0, k),
                ref c0,
                ref Unsafe.Add(ref y0, k),
                ref Unsafe.Add(ref z0, k)
            );
            c0 = ref Unsafe.Add(ref c0, next);
        }

        if (k < y.Length)
        {
            Rest<TOperation, TLane, T>(a[(int)k..], b[(int)k..], next == 0 ? c : c[(int)k..], y[(int)k..], z[(int)k..]);
        }
    }

    /// <summary>Less than a lane, in memory that has one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<TOperation, TLane, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, Span<T> z)
        where TOperation : struct, IElementwise
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lane = TLane.Count;
        Span<T> whole = stackalloc T[5 * lane];
        a.CopyTo(whole);
        b.CopyTo(whole[lane..]);
        c.CopyTo(whole[(2 * lane)..]);
        y.CopyTo(whole[(3 * lane)..]);
        z.CopyTo(whole[(4 * lane)..]);
        TOperation.At<TLane, T>(ref whole[0], ref whole[lane], ref whole[2 * lane], ref whole[3 * lane], ref whole[4 * lane]);
        whole.Slice(4 * lane, y.Length).CopyTo(z);
        whole.Slice(3 * lane, y.Length).CopyTo(y);
    }
}
