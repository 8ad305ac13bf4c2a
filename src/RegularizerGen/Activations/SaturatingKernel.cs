using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Activations;

/// <summary>
/// Kernels of functions that level off. Their slope follows from their value, except where this is so close to its end that the difference
/// has lost its digits (1 - tanh² is 0 in float from x = 9.1 on, where the slope is 5e-8): there the forward pass keeps it. Parts of a
/// signal that do not saturate write and read no slopes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TFunction">The function.</typeparam>
internal sealed class SaturatingKernel<T, TFunction> : ActivationKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, ISaturating
{
    /// <inheritdoc/>
    public override bool KeepsSlopes => true;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes) =>
        Elementwise.Run<Value, T>(x, x, x, y[..x.Length], slopes[..x.Length]);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Run<Gradient, T>(y, slopes[..y.Length], dy, dx);

    /// <inheritdoc/>
    public override void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Run<AddedGradient, T>(y, slopes[..y.Length], dy, dx);

    /// <summary>dx += dt∘(φ''/φ')∘t, with the own tangent t = φ' times that of the argument.</summary>
    public override void AddCurvature(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dt,
        ReadOnlySpan<T> tx,
        ReadOnlySpan<T> t,
        Span<T> dx
    ) => Elementwise.Run<Curvature, T>(y, dt, t, dx);

    /// <summary>φ(a), and where that saturates its slope.</summary>
    private readonly struct Value : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
            where TLane : struct, ISignalLane<TLane, TNumber>
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
        {
            var x = TLane.Load(in a);
            TLane.Store(TFunction.Value<TLane, TNumber>(x, out TLane e), ref y);
            if (TLane.AnyAtLeast(TFunction.Reach<TLane, TNumber>(x), TLane.Constant(TFunction.SaturatedArgument)))
            {
                TLane sum = TLane.Constant(1) + e;
                TLane.Store(TLane.Constant(TFunction.Factor) * e / (sum * sum), ref z);
            }
        }
    }

    /// <summary>φ' at the value a with the kept slope b, times c.</summary>
    private readonly struct Gradient : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
            where TLane : struct, ISignalLane<TLane, TNumber>
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
            TLane.Store(Of<TLane, TNumber>(ref a, ref b) * TLane.Load(in c), ref y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLane Of<TLane, TNumber>(ref TNumber a, ref TNumber b)
            where TLane : struct, ISignalLane<TLane, TNumber>
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
        {
            var value = TLane.Load(in a);
            TLane reach = TFunction.Reach<TLane, TNumber>(value);
            var from = TLane.Constant(TFunction.SaturatedValue);
            TLane slope = TFunction.SlopeByValue<TLane, TNumber>(value);
            return TLane.AnyAtLeast(reach, from) ? TLane.Select(TLane.Less(reach, from), slope, TLane.Load(in b)) : slope;
        }
    }

    /// <summary>The same, added to y.</summary>
    private readonly struct AddedGradient : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
            where TLane : struct, ISignalLane<TLane, TNumber>
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
            TLane.Store(TLane.MultiplyAdd(Gradient.Of<TLane, TNumber>(ref a, ref b), TLane.Load(in c), TLane.Load(in y)), ref y);
    }

    /// <summary>φ''/φ' at the value a, times b and c, added to y.</summary>
    private readonly struct Curvature : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
            where TLane : struct, ISignalLane<TLane, TNumber>
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
        {
            TLane curvature = TFunction.CurvatureOverSlope<TLane, TNumber>(TLane.Load(in a));
            TLane.Store(TLane.MultiplyAdd(TLane.Load(in b) * TLane.Load(in c), curvature, TLane.Load(in y)), ref y);
        }
    }
}
