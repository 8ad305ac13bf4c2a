using System.Numerics;
using RegularizerGen.Kernels.Lanes;

namespace RegularizerGen.Activations;

/// <summary>A function of e = exp(-scale·|x|) that levels off: tanh, the logistic function. Its slope is factor·e/(1 + e)².</summary>
internal interface ISaturating
{
    /// <summary>The factor of the slope.</summary>
    static abstract double Factor { get; }

    /// <summary>From this argument on the slope is kept.</summary>
    static abstract double SaturatedArgument { get; }

    /// <summary>From this value on it is read: the argument of this value lies above <see cref="SaturatedArgument"/> by more than
    /// rounding.</summary>
    static abstract double SaturatedValue { get; }

    /// <summary>The value, and e.</summary>
    static abstract TLane Value<TLane, T>(TLane x, out TLane e)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>What is compared with these two: the argument or value, or its magnitude.</summary>
    static abstract TLane Reach<TLane, T>(TLane v)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The slope by the value, below <see cref="SaturatedValue"/>.</summary>
    static abstract TLane SlopeByValue<TLane, T>(TLane y)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>φ''/φ' by the value.</summary>
    static abstract TLane CurvatureOverSlope<TLane, T>(TLane y)
        where TLane : struct, ISignalLane<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
