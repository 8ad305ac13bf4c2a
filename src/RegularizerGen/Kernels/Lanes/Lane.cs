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

    /// <summary>Whether lanes of 512 bits are at hand and pay for rows of the given length. Without the guard they would be emulated, some
    /// hundred times slower.</summary>
    public static bool IsWide<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated && length > Vector<T>.Count;
}
