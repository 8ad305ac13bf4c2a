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
    }
}
