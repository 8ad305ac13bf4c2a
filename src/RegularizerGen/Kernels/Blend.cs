using System;
using System.Numerics;

namespace RegularizerGen.Kernels;

/// <summary>Vector kernels of the convex blend y = z∘a + (1-z)∘b = b + z∘(a - b).</summary>
internal static class Blend
{
    /// <summary>y = b + z∘(a - b).</summary>
    public static void Forward<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = 0;
        for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var other = new Vector<T>(b[k..]);
            (other + (new Vector<T>(z[k..]) * (new Vector<T>(a[k..]) - other))).CopyTo(y[k..]);
        }

        for (; k < y.Length; k++)
        {
            y[k] = b[k] + (z[k] * (a[k] - b[k]));
        }
    }

    /// <summary>dz += dy∘(a - b).</summary>
    public static void AddGateGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> dz)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = 0;
        for (; k <= dz.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (new Vector<T>(dz[k..]) + (new Vector<T>(dy[k..]) * (new Vector<T>(a[k..]) - new Vector<T>(b[k..])))).CopyTo(dz[k..]);
        }

        for (; k < dz.Length; k++)
        {
            dz[k] += dy[k] * (a[k] - b[k]);
        }
    }

    /// <summary>db += dy∘(1 - z).</summary>
    public static void AddComplementGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> z, Span<T> db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = 0;
        for (; k <= db.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (new Vector<T>(db[k..]) + (new Vector<T>(dy[k..]) * (Vector<T>.One - new Vector<T>(z[k..])))).CopyTo(db[k..]);
        }

        for (; k < db.Length; k++)
        {
            db[k] += dy[k] * (T.One - z[k]);
        }
    }

    /// <summary>y -= a∘b.</summary>
    public static void SubtractProduct<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = 0;
        for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (new Vector<T>(y[k..]) - (new Vector<T>(a[k..]) * new Vector<T>(b[k..]))).CopyTo(y[k..]);
        }

        for (; k < y.Length; k++)
        {
            y[k] -= a[k] * b[k];
        }
    }
}
