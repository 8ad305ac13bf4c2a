using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>The tanh form of GELU; slope at most 1.1290, values at least -0.17005.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal GeluTanh(Signal v) => v.Map(u => 0.5 * u * (1 + Math.Tanh(0.7978845608028654 * (u + (0.044715 * u * u * u)))));
}
