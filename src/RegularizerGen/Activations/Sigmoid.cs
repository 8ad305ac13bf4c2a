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
    /// <summary>The logistic function in the passes. Where it saturates at 1 its slope e/(1 + e)² with e = exp(-x) is kept in the forward
    /// pass, elsewhere it is y(1 - y).</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Sigmoid
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
            public static void Values(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sigmoid(x, y);

            /// <inheritdoc/>
            public static T Scale => T.One;

            /// <inheritdoc/>
            public static T Factor => T.One;

            /// <inheritdoc/>
            public static T SaturatedArgument => T.CreateTruncating(2.9);

            /// <summary>The logistic function at 2.923.</summary>
            public static T SaturatedValue => T.CreateTruncating(0.949);

            /// <summary>Where x is far below 0, y(1 - y) keeps its digits.</summary>
            public static Vector<T> Reach(Vector<T> v) => v;

            /// <inheritdoc/>
            public static Vector<T> SlopeByValue(Vector<T> y) => y - (y * y);

            /// <inheritdoc/>
            public static Vector<T> CurvatureOverSlope(Vector<T> y) => Vector<T>.One - (y + y);
        }
    }
}
