using System;

namespace RegularizerGen;

public static partial class CellMath
{
    /// <summary>v · tanh(softplus(v)) (Misra 2019); slope at most 1.0885, values at least -0.30885.</summary>
    /// <param name="v">The signal, of any length.</param>
    public static Signal Mish(Signal v) => v.Map(u => u * Math.Tanh(Math.Max(u, 0) + Math.Log(1 + Math.Exp(-Math.Abs(u)))));
}
