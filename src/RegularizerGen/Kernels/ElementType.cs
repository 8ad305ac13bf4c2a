using System;

namespace RegularizerGen.Kernels;

/// <summary>The element types that kernels are made for.</summary>
internal static class ElementType
{
    /// <summary>Refuses any other.</summary>
    /// <exception cref="ArgumentException">T is neither float nor double.</exception>
    public static void Require<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new ArgumentException($"Weights must be float or double, not {typeof(T).Name}.");
        }
    }
}
