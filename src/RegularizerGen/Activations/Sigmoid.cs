using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using RegularizerGen.Kernels.Lanes;
using RegularizerGen.Numbers;

namespace RegularizerGen
{
    public static partial class CellMath
    {
        /// <summary>Logistic function 1/(1 + exp(-v)); slope at most 1/4, values in (0, 1).</summary>
        /// <param name="v">The signal, of any length.</param>
        public static Signal Sigmoid(Signal v) => v.Map(ScalarMath.Sigmoid);
    }
}

namespace RegularizerGen.Activations
{
    /// <summary>The logistic function in the passes, 1/(1 + e) and e/(1 + e) with e = exp(-|x|): to within 4 units in the last place in
    /// float and 2 in double; no value is subnormal. Where it saturates at 1 its slope e/(1 + e)² is kept in the forward pass, elsewhere it
    /// is y(1 - y).</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class Sigmoid
    {
        /// <summary>Its kernels.</summary>
        /// <typeparam name="T">float or double.</typeparam>
        public static ActivationKernel<T> Kernel<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => new SaturatingKernel<T, Function>();

        private readonly struct Function : ISaturating
        {
            public static double Factor => 1;

            public static double SaturatedArgument => 2.9;

            public static double SaturatedValue => 0.949; // the logistic function at 2.923

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane Value<TLane, T>(TLane x, out TLane e)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T>
            {
                TLane size = TLane.Abs(x);
                var limit = TLane.Constant(Exponential.Limit<T>());
                size = TLane.Select(TLane.Less(limit, size), limit, size);
                var one = TLane.Constant(1);
                TLane power = Exponential.Parts<TLane, T>(default(TLane) - size, out TLane p);
                e = TLane.MultiplyAdd(power, p, power);
                TLane b = one + e;
                TLane isNegative = TLane.Less(x, default);
                return Exponential.Quotient<TLane, T>(
                    TLane.Select(isNegative, e, one),
                    default,
                    b,
                    one - b + e,
                    TLane.Select(isNegative, one, default),
                    TLane.Select(isNegative, default(TLane) - one, one)
                );
            }

            /// <summary>Where x is far below 0, y(1 - y) keeps its digits.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane Reach<TLane, T>(TLane v)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => v;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane SlopeByValue<TLane, T>(TLane y)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => y - (y * y);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static TLane CurvatureOverSlope<TLane, T>(TLane y)
                where TLane : struct, ISignalLane<TLane, T>
                where T : unmanaged, IFloatingPointIeee754<T> => TLane.Constant(1) - (y + y);
        }
    }
}
