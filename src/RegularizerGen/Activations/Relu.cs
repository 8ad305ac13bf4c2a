using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Rectified linear unit max(0, v); slope at most 1, values in [0, ∞).</summary>
        /// <param name="v">The signal, of any length.</param>
        public static Signal Relu(Signal v) => v.Map(u => u > 0 ? u : 0);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>The rectified linear unit in the passes.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Relu
    {
        /// <summary>Its kernels.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public static ActivationKernel<T> Kernel<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => new ReluKernel<T>();
    }

    internal sealed class ReluKernel<T> : ActivationKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc/>
        public override bool HasCurvature => false;

        /// <inheritdoc/>
        public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes) => Elementwise.Run<Value, T>(x, y);

        /// <inheritdoc/>
        public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
            Elementwise.Run<Gradient, T>(y, dy, dx);

        /// <inheritdoc/>
        public override void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
            Elementwise.Run<AddedGradient, T>(y, dy, dx);

        /// <inheritdoc/>
        public override void AddCurvature(
            ReadOnlySpan<T> x,
            ReadOnlySpan<T> y,
            ReadOnlySpan<T> dt,
            ReadOnlySpan<T> tx,
            ReadOnlySpan<T> t,
            Span<T> dx
        )
        {
            // Piecewise linear.
        }

        /// <summary>max(0, a), or NaN.</summary>
        private readonly struct Value : IElementwise
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
                where TLane : struct, ISignalLane<TLane, TNumber>
                where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
            {
                var x = TLane.Load(in a);
                TLane.Store(TLane.Select(TLane.Less(x, default), default, x), ref y);
            }
        }

        /// <summary>b where the value a is positive.</summary>
        private readonly struct Gradient : IElementwise
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
                where TLane : struct, ISignalLane<TLane, TNumber>
                where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
                TLane.Store(TLane.Select(TLane.Less(default, TLane.Load(in a)), TLane.Load(in b), default), ref y);
        }

        /// <summary>The same, added to y.</summary>
        private readonly struct AddedGradient : IElementwise
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static void At<TLane, TNumber>(ref TNumber a, ref TNumber b, ref TNumber c, ref TNumber y, ref TNumber z)
                where TLane : struct, ISignalLane<TLane, TNumber>
                where TNumber : unmanaged, IFloatingPointIeee754<TNumber> =>
                TLane.Store(TLane.Load(in y) + TLane.Select(TLane.Less(default, TLane.Load(in a)), TLane.Load(in b), default), ref y);
        }
    }
}
