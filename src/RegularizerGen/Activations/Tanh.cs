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
    /// <summary>The hyperbolic tangent in the passes. Where it saturates its slope 1/cosh²x is kept in the forward pass, elsewhere it is
    /// 1 - y².</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Tanh
    {
        /// <summary>Its kernels.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public sealed class Kernel<T> : SaturatingKernel<T, Function<T>>
            where T : unmanaged, IFloatingPointIeee754<T>;

        /// <summary>What they compute.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public readonly struct Function<T> : ISaturating<T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            /// <inheritdoc/>
            public static void Values(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Tanh(x, y);

            /// <inheritdoc/>
            public static T Scale => T.CreateTruncating(2);

            /// <inheritdoc/>
            public static T Factor => T.CreateTruncating(4);

            /// <inheritdoc/>
            public static T SaturatedArgument => T.CreateTruncating(1.9);

            /// <summary>tanh(1.909).</summary>
            public static T SaturatedValue => T.CreateTruncating(0.957);

            /// <inheritdoc/>
            public static Vector<T> Reach(Vector<T> v) => Vector.Abs(v);

            /// <inheritdoc/>
            public static Vector<T> SlopeByValue(Vector<T> y) => Vector<T>.One - (y * y);

            /// <inheritdoc/>
            public static Vector<T> CurvatureOverSlope(Vector<T> y) => new Vector<T>(T.CreateTruncating(-2)) * y;
        }
    }
}
