using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Hyperbolic tangent; slope at most 1, values in (-1, 1).</summary>
        public static Signal Tanh(Signal v) => v.Map(Math.Tanh);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>Vector kernels of the hyperbolic tangent. Where it saturates its slope 1/cosh²x is kept in the forward pass, elsewhere it
    /// is 1 - y².</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Tanh
    {
        /// <summary>y = tanh(x), and the slopes where it saturates, as long as x; y may be x.</summary>
        public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.Forward(x, y, slopes);

        /// <summary>dx = dy · tanh'(x), by the value and the slopes of the forward pass; may work in place on dy.</summary>
        public static void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.Backward(y, slopes, dy, dx);

        /// <summary>dx += dy · tanh'(x), by the value and the slopes of the forward pass.</summary>
        public static void AddBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.AddBackward(y, slopes, dy, dx);

        /// <summary>dx += dt∘-2y∘t: the second derivative φ'' = -2y φ' times the argument's tangent, with the own tangent t = φ' times
        /// that.</summary>
        public static void AddCurvature<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dt, ReadOnlySpan<T> t, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var minusTwo = new Vector<T>(T.CreateTruncating(-2));
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dx[k..]) + (new Vector<T>(dt[k..]) * new Vector<T>(t[k..]) * minusTwo * v)).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] += dt[k] * t[k] * T.CreateTruncating(-2) * y[k];
            }
        }

        /// <summary>The function in the passes.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public sealed class Kernel<T> : ActivationKernel<T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            /// <inheritdoc/>
            public override bool KeepsSlopes => true;

            /// <inheritdoc/>
            public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes) => Tanh.Forward(x, y, slopes);

            /// <inheritdoc/>
            public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
                Tanh.Backward(y, slopes, dy, dx);

            /// <inheritdoc/>
            public override void AddBackward(
                ReadOnlySpan<T> x,
                ReadOnlySpan<T> y,
                ReadOnlySpan<T> slopes,
                ReadOnlySpan<T> dy,
                Span<T> dx
            ) => Tanh.AddBackward(y, slopes, dy, dx);

            /// <inheritdoc/>
            public override void AddCurvature(
                ReadOnlySpan<T> x,
                ReadOnlySpan<T> y,
                ReadOnlySpan<T> dt,
                ReadOnlySpan<T> tx,
                ReadOnlySpan<T> t,
                Span<T> dx
            ) => Tanh.AddCurvature(y, dt, t, dx);
        }

        private readonly struct Function<T> : ISaturating<T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            public static void Values(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Tanh(x, y);

            public static T Scale => T.CreateTruncating(2);

            public static T Factor => T.CreateTruncating(4);

            public static T SaturatedArgument => T.CreateTruncating(1.9);

            /// <summary>tanh(1.909).</summary>
            public static T SaturatedValue => T.CreateTruncating(0.957);

            public static Vector<T> Reach(Vector<T> v) => Vector.Abs(v);

            public static Vector<T> SlopeByValue(Vector<T> y) => Vector<T>.One - (y * y);
        }
    }
}
