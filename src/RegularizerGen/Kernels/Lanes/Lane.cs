using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegularizerGen.Kernels.Lanes;

/// <summary>Which lanes a machine has.</summary>
internal static class Lane
{
    /// <summary>How a loop over lanes is to be compiled: at its first call for good, and by itself, since within its callers there would be
    /// more to inline than the compiler is ready to.</summary>
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Elements of the widest lane that the machine has and that pays for rows of the given length, whose ends are filled up:
    /// one of 512 bits where half of that would not do. Lanes that the machine has not would be emulated, some hundred times
    /// slower.</summary>
    public static int Count<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated && length > Vector256<T>.Count ? Vector512<T>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<T>.Count
        : Vector128<T>.Count;
}
