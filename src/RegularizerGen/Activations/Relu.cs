using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Rectified linear unit max(0, v); slope at most 1, values in [0, ∞).</summary>
        public static Signal Relu(Signal v) => v.Map(u => u > 0 ? u : 0);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>Vector kernels of the rectified linear unit.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Relu
    {
        /// <summary>The function in the passes.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public sealed class Kernel<T> : ActivationKernel<T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            /// <inheritdoc/>
            public override bool HasCurvature => false;

            /// <inheritdoc/>
            public override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slopes) => TensorPrimitives.Max(x, T.Zero, y);

            /// <inheritdoc/>
            public override void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            {
                int k = 0;
                for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
                {
                    Vector
                        .ConditionalSelect(
                            Vector.GreaterThan(new Vector<T>(y[k..]), Vector<T>.Zero),
                            new Vector<T>(dy[k..]),
                            Vector<T>.Zero
                        )
                        .CopyTo(dx[k..]);
                }

                for (; k < y.Length; k++)
                {
                    dx[k] = y[k] > T.Zero ? dy[k] : T.Zero;
                }
            }

            /// <inheritdoc/>
            public override void AddBackward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, ReadOnlySpan<T> dy, Span<T> dx)
            {
                int k = 0;
                for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
                {
                    (
                        new Vector<T>(dx[k..])
                        + Vector.ConditionalSelect(
                            Vector.GreaterThan(new Vector<T>(y[k..]), Vector<T>.Zero),
                            new Vector<T>(dy[k..]),
                            Vector<T>.Zero
                        )
                    ).CopyTo(dx[k..]);
                }

                for (; k < y.Length; k++)
                {
                    dx[k] += y[k] > T.Zero ? dy[k] : T.Zero;
                }
            }

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
        }
    }
}
