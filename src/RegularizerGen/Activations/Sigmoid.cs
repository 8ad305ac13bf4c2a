using System;
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
    /// <summary>Vector kernels of the logistic function.</summary>
    public static class Sigmoid
    {
        /// <summary>y = 1/(1 + exp(-x)); may work in place.</summary>
        public static void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sigmoid(x, y);

        /// <summary>dx = dy · y(1 - y); may work in place on dy.</summary>
        public static void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dy[k..]) * (v - (v * v))).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] = dy[k] * (y[k] - (y[k] * y[k]));
            }
        }

        /// <summary>dx += dy · y(1 - y).</summary>
        public static void AddBackward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int k = 0;
            for (; k <= y.Length - Vector<T>.Count; k += Vector<T>.Count)
            {
                var v = new Vector<T>(y[k..]);
                (new Vector<T>(dx[k..]) + (new Vector<T>(dy[k..]) * (v - (v * v)))).CopyTo(dx[k..]);
            }

            for (; k < y.Length; k++)
            {
                dx[k] += dy[k] * (y[k] - (y[k] * y[k]));
            }
        }

        /// <summary>dx += dt∘(1 - 2y)∘t: the second derivative φ'' = (1 - 2y) φ' times the argument's tangent, with the own tangent t = φ' times that.</summary>
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
    }
}
