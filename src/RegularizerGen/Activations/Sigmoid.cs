using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using RegularizerGen.Numbers;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Logistic function 1/(1 + exp(-v)); slope at most 1/4, values in (0, 1).</summary>
        public static Signal Sigmoid(Signal v) => v.Map(ScalarMath.Sigmoid);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>Vector kernels of the logistic function. Where it saturates at 1 its slope e/(1 + e)² with e = exp(-x) is kept in the
    /// forward pass, elsewhere it is y(1 - y).</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Sigmoid
    {
        /// <summary>y = 1/(1 + exp(-x)), and the slopes where it saturates, as long as x; y may be x.</summary>
        public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.Forward(x, y, slopes);

        /// <summary>dx = dy · σ'(x), by the value and the slopes of the forward pass; may work in place on dy.</summary>
        public static void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.Backward(y, slopes, dy, dx);

        /// <summary>dx += dy · σ'(x), by the value and the slopes of the forward pass.</summary>
        public static void AddBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T> => Saturating<T, Function<T>>.AddBackward(y, slopes, dy, dx);

        /// <summary>dx += dt∘(1 - 2y)∘t: the second derivative φ'' = (1 - 2y) φ' times the argument's tangent, with the own tangent t = φ'
        /// times that.</summary>
        public static void AddCurvature<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dt, ReadOnlySpan<T> t, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dx[k..]) + (new Vector<T>(dt[k..]) * new Vector<T>(t[k..]) * (Vector<T>.One - (v + v)))).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] += dt[k] * t[k] * (T.One - (y[k] + y[k]));
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
            public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes) => Sigmoid.Forward(x, y, slopes);

            /// <inheritdoc/>
            public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx) =>
                Sigmoid.Backward(y, slopes, dy, dx);

            /// <inheritdoc/>
            public override void AddBackward(
                ReadOnlySpan<T> x,
                ReadOnlySpan<T> y,
                ReadOnlySpan<T> slopes,
                ReadOnlySpan<T> dy,
                Span<T> dx
            ) => Sigmoid.AddBackward(y, slopes, dy, dx);

            /// <inheritdoc/>
            public override void AddCurvature(
                ReadOnlySpan<T> x,
                ReadOnlySpan<T> y,
                ReadOnlySpan<T> dt,
                ReadOnlySpan<T> tx,
                ReadOnlySpan<T> t,
                Span<T> dx
            ) => Sigmoid.AddCurvature(y, dt, t, dx);
        }

        private readonly struct Function<T> : ISaturating<T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            public static void Values(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sigmoid(x, y);

            public static T Scale => T.One;

            public static T Factor => T.One;

            public static T SaturatedArgument => T.CreateTruncating(2.9);

            /// <summary>The logistic function at 2.923.</summary>
            public static T SaturatedValue => T.CreateTruncating(0.949);

            /// <summary>Where x is far below 0, y(1 - y) keeps its digits.</summary>
            public static Vector<T> Reach(Vector<T> v) => v;

            public static Vector<T> SlopeByValue(Vector<T> y) => y - (y * y);
        }
    }
}
