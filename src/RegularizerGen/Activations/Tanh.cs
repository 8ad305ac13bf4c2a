using System;
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
    /// <summary>Vector kernels of the hyperbolic tangent.</summary>
    public static class Tanh
    {
        /// <summary>y = tanh(x); may work in place.</summary>
        public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Tanh(x, y);

        /// <summary>dx = dy · (1 - y²); may work in place on dy.</summary>
        public static void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dy[k..]) * (Vector<T>.One - (v * v))).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] = dy[k] * (T.One - (y[k] * y[k]));
            }
        }

        /// <summary>dx += dy · (1 - y²).</summary>
        public static void AddBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dx[k..]) + (new Vector<T>(dy[k..]) * (Vector<T>.One - (v * v)))).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] += dy[k] * (T.One - (y[k] * y[k]));
            }
        }

        /// <summary>dx += dt∘-2y∘t: the second derivative φ'' = -2y φ' times the argument's tangent, with the own tangent t = φ' times that.</summary>
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
    }
}
