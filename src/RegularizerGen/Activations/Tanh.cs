using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Hyperbolic tangent; slope at most 1, values in (-1, 1).</summary>
        /// <param name="v">The signal, of any length.</param>
        public static Signal Tanh(Signal v) => v.Map(Math.Tanh);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>The hyperbolic tangent in the passes, (1 - e)/(1 + e) with e = exp(-2|x|): to within 4 units in the last place in float and
    /// 2 in double. Where it saturates its slope 1/cosh²x is kept in the forward pass, elsewhere it is 1 - y².</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Tanh
    {
        /// <summary>Its kernels.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public static ActivationKernel<T> Kernel<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => new SaturatingKernel<T, Function>();

        private readonly struct Function : ISaturating
        {
            public static double Factor => 4;

            public static double SaturatedArgument => 1.9;

            public static double SaturatedValue => 0.957; // tanh(1.909)

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane Value<TLane, T>(TLane x, out TLane e)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T>
            {
                TLane size = TLane.Abs(x);
                var limit = TLane.Constant(Exponential.Limit<T>() / 2);
                size = TLane.Select(TLane.Less(limit, size), limit, size);
                var one = TLane.Constant(1);
                TLane power = Exponential.Parts<TLane, T>(default(TLane) - (size + size), out TLane p);
                e = TLane.MultiplyAdd(power, p, power);

                // 1 - e: where e is near 1 its own rounding would be all of the difference. Rests are exact: power·p is, and smaller.
                TLane below = one - power;
                TLane a = TLane.MultiplyAdd(default(TLane) - power, p, below);
                TLane rest = TLane.MultiplyAdd(default(TLane) - power, p, below - a);
                var two = TLane.Constant(2);
                TLane b = two - a;
                var half = TLane.Constant(0.5);
                TLane y = Exponential.Quotient<TLane, T>(a, rest, b, two - b - a - rest, half, half);
                return TLane.Select(TLane.Less(x, default), default(TLane) - y, y);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane Reach<TLane, T>(TLane v)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => TLane.Abs(v);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane SlopeByValue<TLane, T>(TLane y)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => TLane.Constant(1) - (y * y);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane CurvatureOverSlope<TLane, T>(TLane y)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => default(TLane) - (y + y);
        }
    }
}
