using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen.Activations;

/// <summary>A function of e = exp(-scale·|x|) that levels off: tanh, the logistic function.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISaturating<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Its values; y may be x.</summary>
    static abstract void Values(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>What |x| is multiplied by.</summary>
    static abstract T Scale { get; }

    /// <summary>The slope is this times e/(1 + e)².</summary>
    static abstract T Factor { get; }

    /// <summary>From this argument on the slope is kept.</summary>
    static abstract T SaturatedArgument { get; }

    /// <summary>From this value on it is read: the argument of this value lies above <see cref="SaturatedArgument"/> by more than
    /// rounding.</summary>
    static abstract T SaturatedValue { get; }

    /// <summary>What is compared with these two: the argument or value, or its magnitude.</summary>
    static abstract Vector<T> Reach(Vector<T> v);

    /// <summary>The slope by the value, below <see cref="SaturatedValue"/>.</summary>
    static abstract Vector<T> SlopeByValue(Vector<T> y);

    /// <summary>φ''/φ' by the value.</summary>
    static abstract Vector<T> CurvatureOverSlope(Vector<T> y);
}

/// <summary>
/// Kernels of functions that level off. Their slope follows from their value, except where this is so close to its end that the difference
/// has lost its digits (1 - tanh² is 0 in float from x = 9.1 on, where the slope is 5e-8): there the forward pass keeps it. Parts of a
/// signal that do not saturate write and read no slopes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TFunction">The function.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SaturatingKernel<T, TFunction> : ActivationKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, ISaturating<T>
{
    private const int Chunk = 256;

    /// <inheritdoc/>
    public override bool KeepsSlopes => true;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes)
    {
        slopes = slopes[..x.Length];
        for (int start = 0; start < x.Length; start += Chunk)
        {
            ReadOnlySpan<T> part = x.Slice(start, Math.Min(Chunk, x.Length - start));
            if (Saturates(part))
            {
                Slopes(part, slopes.Slice(start, part.Length));
            }
        }

        TFunction.Values(x, y);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
    {
        int k = 0;
        for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (new Vector<T>(dy[k..]) * Slope(new Vector<T>(y[k..]), slopes[k..])).CopyTo(dx[k..]);
        }

        for (; k < y.Length; k++)
        {
            dx[k] = dy[k] * Slope(y[k], slopes[k]);
        }
    }

    /// <inheritdoc/>
    public override void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
    {
        int k = 0;
        for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (new Vector<T>(dx[k..]) + (new Vector<T>(dy[k..]) * Slope(new Vector<T>(y[k..]), slopes[k..]))).CopyTo(dx[k..]);
        }

        for (; k < y.Length; k++)
        {
            dx[k] += dy[k] * Slope(y[k], slopes[k]);
        }
    }

    /// <summary>dx += dt∘(φ''/φ')∘t, with the own tangent t = φ' times that of the argument.</summary>
    public override void AddCurvature(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dt,
        ReadOnlySpan<T> tx,
        ReadOnlySpan<T> t,
        Span<T> dx
    )
    {
        int k = 0;
        for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            Vector<T> curvature = TFunction.CurvatureOverSlope(new Vector<T>(y[k..]));
            (new Vector<T>(dx[k..]) + (new Vector<T>(dt[k..]) * new Vector<T>(t[k..]) * curvature)).CopyTo(dx[k..]);
        }

        for (; k < y.Length; k++)
        {
            dx[k] += dt[k] * t[k] * TFunction.CurvatureOverSlope(new Vector<T>(y[k]))[0];
        }
    }

    private static bool Saturates(ReadOnlySpan<T> x)
    {
        // Four at a time: a maximum waits for the one before.
        Vector<T> largest = new(-T.One),
            second = largest,
            third = largest,
            fourth = largest;
        int k = 0;
        for (; k <= x.Length - (4 * Vector<T>.Count); k += 4 * Vector<T>.Count)
        {
            largest = Vector.Max(largest, TFunction.Reach(new Vector<T>(x[k..])));
            second = Vector.Max(second, TFunction.Reach(new Vector<T>(x[(k + Vector<T>.Count)..])));
            third = Vector.Max(third, TFunction.Reach(new Vector<T>(x[(k + (2 * Vector<T>.Count))..])));
            fourth = Vector.Max(fourth, TFunction.Reach(new Vector<T>(x[(k + (3 * Vector<T>.Count))..])));
        }

        largest = Vector.Max(Vector.Max(largest, second), Vector.Max(third, fourth));
        for (; k <= x.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            largest = Vector.Max(largest, TFunction.Reach(new Vector<T>(x[k..])));
        }

        for (; k < x.Length; k++)
        {
            largest = Vector.Max(largest, TFunction.Reach(new Vector<T>(x[k])));
        }

        return Vector.GreaterThanOrEqualAny(largest, new Vector<T>(TFunction.SaturatedArgument));
    }

    /// <summary>factor·e/(1 + e)² with e = exp(-scale·|x|).</summary>
    private static void Slopes(ReadOnlySpan<T> x, Span<T> slopes)
    {
        Span<T> e = stackalloc T[Chunk];
        e = e[..x.Length];
        var scale = new Vector<T>(-TFunction.Scale);
        var factor = new Vector<T>(TFunction.Factor);
        int k = 0;
        for (; k <= x.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            (scale * Vector.Abs(new Vector<T>(x[k..]))).CopyTo(e[k..]);
        }

        for (; k < x.Length; k++)
        {
            e[k] = -TFunction.Scale * T.Abs(x[k]);
        }

        TensorPrimitives.Exp(e, e);
        for (k = 0; k <= e.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var v = new Vector<T>(e[k..]);
            Vector<T> sum = Vector<T>.One + v;
            (factor * v / (sum * sum)).CopyTo(slopes[k..]);
        }

        for (; k < e.Length; k++)
        {
            slopes[k] = TFunction.Factor * e[k] / ((T.One + e[k]) * (T.One + e[k]));
        }
    }

    private static Vector<T> Slope(Vector<T> y, ReadOnlySpan<T> slopes)
    {
        Vector<T> reach = TFunction.Reach(y);
        var from = new Vector<T>(TFunction.SaturatedValue);
        Vector<T> byValue = TFunction.SlopeByValue(y);
        return Vector.GreaterThanOrEqualAny(reach, from)
            ? Vector.ConditionalSelect(Vector.GreaterThanOrEqual(reach, from), new Vector<T>(slopes), byValue)
            : byValue;
    }

    private static T Slope(T y, T slope) =>
        TFunction.Reach(new Vector<T>(y))[0] >= TFunction.SaturatedValue ? slope : TFunction.SlopeByValue(new Vector<T>(y))[0];
}
