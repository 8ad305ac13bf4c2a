using System;
using static TorchSharp.torch;
using TorchScalar = global::TorchSharp.Scalar;

namespace RegularizerGen.TorchSharp;

/// <summary>
/// Torch operations whose numbers stay alive until they are used. TorchSharp 0.107 hands the handle of a Scalar to native code without
/// keeping the object: where a collection runs just then, its finalizer frees the number, and the operation fails or reads garbage (seen:
/// 28 of 3 million additions under constant collection).
/// </summary>
internal static class Operations
{
    public static readonly TorchScalar Zero = 0.0;

    public static readonly TorchScalar Epsilon = double.Epsilon;

    private static readonly TorchScalar One = 1.0;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a += b.</summary>
    public static void PlusInPlace(this Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>factor · a.</summary>
    public static Tensor Times(this Tensor a, double factor)
    {
        TorchScalar scalar = factor;
        Tensor result = a.mul(scalar);
        GC.KeepAlive(scalar);
        return result;
    }
}
